import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/record/read.ts';
import { CHECKS } from '../../src/verdict/checks/registry.ts';
import { isDecided } from '../../src/verdict/decided.ts';
import { judge } from '../../src/verdict/judge.ts';
import { type Knobs, SCALE_OUT, syntheticRun, T0, without } from './synthetic-run.ts';

const END = { atMs: T0 + 190_000, how: 'completed', signal: null, message: 'done' } as const;

/** As it is on disk while the collector settles: nothing says yet how it ends. */
function settling(knobs: Partial<Knobs> = {}): RunRecord {
  const record = without(syntheticRun(knobs), 'collector');
  return { ...record, manifest: { ...record.manifest, end: null } };
}

const decided = (record: RunRecord, areMetricsFinal = true) =>
  isDecided(record, { end: END, areMetricsFinal });

describe('everything is decided', () => {
  test('when every check passes and the datapoints are final', () => {
    expect(judge(syntheticRun()).status).toBe('pass');
    expect(decided(settling())).toBe(true);
  });

  test('when a check failed for good and none is in doubt', () => {
    const late = settling({ expect: { scaledOut: { atLeastInstances: 3, withinSeconds: 30 } } });
    expect(decided(late)).toBe(true);
  });

  test('before the datapoints are final, where no check reads them', () => {
    const expectations = { accuracy: { minShare: 0.9 }, latency: { percentile: 50, maxMs: 250 } };
    expect(
      decided(
        settling({ expect: expectations, serverless: { maxConcurrency: 50, memoryMb: 2_048 } }),
        false,
      ),
    ).toBe(true);
    expect(decided(settling({ expect: expectations }), false), 'flapping is counted').toBe(false);
  });
});

describe('nothing is decided', () => {
  test.each<[string, Partial<Knobs>]>([
    ['while a check is in doubt', { lagMs: () => 500 }],
    [
      'while an instance is still to come',
      {
        steps: [
          SCALE_OUT,
          { ...SCALE_OUT, alarmAt: 190, activityAt: 191, desiredAt: 192, inServiceAt: 260, to: 4 },
        ],
      },
    ],
    ['where a scale-out at its maximum may yet be allowed', { steps: [], maxCapacity: 1 }],
    ['before the endpoint was seen after the load', { watchSeconds: 179 }],
  ])('%s', (_, knobs) => {
    expect(decided(settling(knobs))).toBe(false);
  });

  test('while a check reads datapoints that are not final', () => {
    expect(decided(settling(), false)).toBe(false);
  });

  test('where the load was stopped: what was not sent was not tested', () => {
    const end = { ...END, how: 'aborted' } as const;
    expect(isDecided(settling(), { end, areMetricsFinal: true })).toBe(false);
  });

  test('by a record without a load', () => {
    expect(decided({ ...settling(), load: [] })).toBe(false);
  });
});

test('every check says what of its evidence comes last', () => {
  const last = Object.fromEntries(
    CHECKS.map(({ id, lastEvidence }) => [
      id,
      typeof lastEvidence === 'function' ? 'either' : lastEvidence,
    ]),
  );
  expect(last).toEqual({
    'load-delivered': 'load',
    'generator-lag': 'load',
    'trigger-crossed': 'metrics',
    'scaled-out': 'metrics',
    'reached-rate': 'load',
    errors: 'load',
    latency: 'load',
    accuracy: 'load',
    consistent: 'load',
    converged: 'metrics',
    'traffic-shared': 'metrics',
    'no-flapping': 'metrics',
    throttles: 'either',
    concurrency: 'metrics',
    spillover: 'metrics',
    'cold-starts': 'load',
  });
});
