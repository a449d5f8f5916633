import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/verdict/checks/registry.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { verdictSchema } from '../../../src/verdict/verdict.ts';
import { idOf, type Played, playedRun, START_MS } from '../../analysis/instances/played-fleet.ts';
import { syntheticRun } from '../synthetic-run.ts';

const run = (changes: Partial<Played> = {}) =>
  playedRun({ seed: 7, instances: 1, scaleOuts: [{ atSeconds: 120, to: 3 }], ...changes });
const checkOf = (record: ReturnType<typeof run>) =>
  judge(record).checks.find(({ id }) => id === 'traffic-shared')!;

describe('traffic-shared', () => {
  it.each<[string, Partial<Played>, string, string]>([
    ['every new instance takes its share', {}, 'pass', 'ok'],
    ['so under a router that prefers idle ones', { routing: 'least-outstanding' }, 'pass', 'ok'],
    ['so in periods of 10 s', { periodSeconds: 10 }, 'pass', 'ok'],
    ['one is sent a tenth', { starved: { ordinal: 2, share: 0.1 } }, 'fail', 'instance-starved'],
    ['one is sent nothing', { starved: { ordinal: 3, share: 0 } }, 'fail', 'instance-took-nothing'],
    ['one is not listed yet', { unlisted: [3] }, 'skipped', 'share-left-open'],
    ['a few requests are sent', { rps: 0.1 }, 'skipped', 'share-left-open'],
    [
      'it is asked for and one is not listed yet',
      { unlisted: [3], expect: { trafficShared: {} } },
      'inconclusive',
      'instance-not-listed',
    ],
    [
      'it is asked for and a few requests are sent',
      { rps: 0.1, expect: { trafficShared: {} } },
      'inconclusive',
      'too-few-requests',
    ],
    ['nothing scaled out', { scaleOuts: [] }, 'skipped', 'no-scale-out'],
    ['the load ends early', { loadSeconds: 400 }, 'skipped', 'load-ended-early'],
    ['enhanced metrics are off', { enhanced: false }, 'skipped', 'enhanced-metrics-off'],
    ['it is turned off', { expect: { trafficShared: false } }, 'skipped', 'turned-off'],
    [
      'it is asked for and enhanced metrics are off',
      { enhanced: false, expect: { trafficShared: {} } },
      'inconclusive',
      'instances-not-told-apart',
    ],
    [
      'it is asked for and the load ends early',
      { loadSeconds: 400, expect: { trafficShared: {} } },
      'inconclusive',
      'load-too-short',
    ],
    [
      'less is asked for than one gets',
      { starved: { ordinal: 2, share: 0.5 }, expect: { trafficShared: { minShare: 0.3 } } },
      'pass',
      'ok',
    ],
    [
      'the time allowed is longer than the load',
      { expect: { trafficShared: { withinSeconds: 1_000 } } },
      'inconclusive',
      'load-too-short',
    ],
  ])('where %s', (_, changes, status, reason) => {
    const record = run(changes);
    expect(checkOf(record)).toMatchObject({ status, reason });
    const verdict = judge(record);
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
  });

  it('names the instance, how much it took and how sure that is', () => {
    const check = checkOf(run({ starved: { ordinal: 2, share: 0.1 } }));
    expect(check.observed).toMatch(
      new RegExp(
        `^${idOf(2)} \\(from scale-out A\\) took 9 % of an even split \\([\\d.]+ % to [\\d.]+ %\\)$`,
      ),
    );
    expect(check.limitValue).toEqual({ value: 0.5, unit: 'share' });
    expect(check.observedValue!.value).toBeCloseTo(0.0945, 3);
    expect(check.confidence).toBeGreaterThan(0.99);
    expect(check.when!.fromMs).toBeGreaterThanOrEqual(START_MS + 420_000);
  });

  it('says how many more requests it takes', () => {
    expect(checkOf(run({ rps: 0.1 })).message).toMatch(/About \d+ more requests would tell/);
  });

  it('waits for metrics that may still grow', () => {
    const record = run();
    const growing = record.aws.map((event) =>
      event.type === 'datapoint' && event.timestampMs >= START_MS + 420_000
        ? { ...event, final: false }
        : event,
    );
    expect(checkOf({ ...record, aws: growing }).reason).toBe('no-metric-data');
  });

  it('does not hold the time before against an instance that gets requests late', () => {
    const late = run({ trafficDelaySeconds: 170 });
    expect(checkOf(late).status).toBe('pass');
    const tooLate = checkOf(run({ trafficDelaySeconds: 500 }));
    expect(tooLate).toMatchObject({ status: 'fail', reason: 'instance-late' });
    expect(tooLate.message).toContain('it took its share later');
  });

  it('divides the time allowed by the time compression', () => {
    const record = run();
    const { manifest } = record;
    const standIn = { ...manifest.scenario.standIn!, timeCompression: 12 };
    const compressed = { ...manifest, scenario: { ...manifest.scenario, standIn } };
    const judgedFrom = (one: typeof record) => (checkOf(one).when!.fromMs - START_MS) / 1_000;
    // In service at 240 s; 180 s later, and 15 s later.
    expect(judgedFrom(record)).toBe(480);
    expect(judgedFrom({ ...record, manifest: compressed })).toBe(300);
  });

  it('is skipped where requests go to the copies of a component', () => {
    const record = run();
    const component = {
      type: 'component',
      atMs: START_MS,
      name: 'a',
      status: 'InService',
    } as const;
    expect(checkOf({ ...record, aws: [...record.aws, component] }).reason).toBe(
      'copies-not-instances',
    );
  });

  it('is skipped for records that know nothing of enhanced metrics', () => {
    expect(checkOf(syntheticRun()).reason).toBe('enhanced-metrics-unknown');
  });

  it('is judged of any prefix of a run', () => {
    const record = run({ starved: { ordinal: 2, share: 0.1 } });
    const check = CHECKS.find(({ id }) => id === 'traffic-shared')!;
    expect(check.lastEvidence).toBe('metrics');
    for (let length = 0; length < record.aws.length; length += 40) {
      const prefix = { ...record, aws: record.aws.slice(0, length) };
      expect(['pass', 'ok']).not.toContain(checkOf(prefix).reason);
    }
  });
});
