/** Whole capacity tests in virtual time, held against what the stand-ins carry by their settings. */
import { describe, expect, test } from 'vitest';
import { capacityOf } from '../../src/capacity/capacity-of.ts';
import { capacitySchema } from '../../src/capacity/result.ts';
import { capacityTrial, KNOWN_ENDPOINTS, TOLERANCE } from './known-capacities.ts';
import { step } from './lab-scenario.ts';
import { capacityInVirtualTime, capacityRecordInVirtualTime } from './virtual-capacity.ts';

const RESOURCES: Readonly<Record<string, string>> = {
  'one instance': 'cpu',
  'behind a function': 'function-concurrency',
};

describe('a capacity test', () => {
  // `npm run capacities` takes twenty seeds of each, and more endpoints.
  test.each(Object.keys(RESOURCES))('finds what %s carries, and what gave out', async (name) => {
    const endpoint = KNOWN_ENDPOINTS.find((one) => one.name === name)!;
    const { state, deviation, resource } = await capacityTrial(endpoint, 1);
    expect(state).toBe('found');
    expect(Math.abs(deviation!)).toBeLessThanOrEqual(TOLERANCE);
    expect(resource).toBe(RESOURCES[name]);
  });

  const small = {
    phases: [step('planned', 60, 50)],
    expect: { latency: { percentile: 99, maxMs: 2_000 } },
    scaleproof: { watch: { pollSeconds: 0.5, metricPollSeconds: 1 } },
  };

  test('says what was met before the count changed, and no more than that', async () => {
    const { state, headline, maxRps, interval, steps } = await capacityInVirtualTime({
      ...small,
      wishes: { fromRps: 10, stepSeconds: 40 },
      scaleproof: {
        ...small.scaleproof,
        // It scales out above 25 requests/s, while the search still rises.
        standIn: { timeCompression: 60, policy: { targetPerMinute: 1_500 } },
      },
    });
    expect(state).toBe('inconclusive');
    expect(steps.at(-1)).toMatchObject({
      outcome: 'void',
      reason: 'count-changed',
      instances: null,
    });
    expect(interval).toEqual({ low: maxRps, high: null });
    expect(headline).toContain('the instance count changed');
  });

  test('blames the generator for what the generator did', async () => {
    const { state, limitedBy } = await capacityInVirtualTime({
      ...small,
      expect: { latency: { percentile: 99, maxMs: 150 } },
      scaleproof: { ...small.scaleproof, standIn: { timeCompression: 12 } },
      generatorPause: { everyMs: 2_000, lengthMs: 400 },
      wishes: { stepSeconds: 12 },
    });
    expect(state).not.toBe('found');
    expect(limitedBy?.resource).toBe('generator');
  });

  test('can be judged at whatever point it was killed', async () => {
    const record = await capacityRecordInVirtualTime({
      ...small,
      scaleproof: { ...small.scaleproof, standIn: { timeCompression: 12 } },
      wishes: { stepSeconds: 12, precision: 0.3 },
      holds: 1,
    });
    const whole = capacitySchema.parse(capacityOf(record));
    expect(whole.state).toBe('found');
    let best = 0;
    for (let loads = 0; loads <= record.loads.length; loads += 1) {
      for (const part of [0, 0.3, 0.7, 1]) {
        const some = record.loads.slice(0, loads);
        const last = some.at(-1);
        const events = last?.events.slice(0, Math.ceil(part * last.events.length)) ?? [];
        const cut = last ? [...some.slice(0, -1), { ...last, end: null, events }] : [];
        const so = capacitySchema.parse(
          capacityOf({ ...record, manifest: { ...record.manifest, end: null }, loads: cut }),
        );
        expect(so.headline).not.toContain('undefined');
        expect(so.maxRps ?? 0).toBeGreaterThanOrEqual(best);
        best = so.maxRps ?? 0;
        if (so.state === 'found') expect(so.interval).toEqual(whole.interval);
      }
    }
  });
});
