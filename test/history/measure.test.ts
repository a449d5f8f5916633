import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import {
  type Measured,
  type Measurements,
  measure,
  measureSegments,
} from '../../src/history/measure.ts';
import type { RunRecord } from '../../src/record/read.ts';
import {
  type Knobs,
  killedAt,
  SCALE_OUT,
  syntheticRun,
  T0,
  without,
} from '../verdict/synthetic-run.ts';

const measured = (record: RunRecord): Measurements => {
  const analysis = analyse(record);
  return measure(analysis, measureSegments(analysis));
};
const run = (changes: Partial<Knobs> = {}) => measured(syntheticRun(changes));
const names = (metrics: Measurements, segment: string) =>
  Object.keys(metrics).filter((id) => id.endsWith(`.${segment}`));

/** Each metric once, without its segment. */
const kinds = (metrics: Measurements) => [
  ...new Set(Object.keys(metrics).map((id) => id.replace(/\..*/, ''))),
];

describe('latencies', () => {
  it('are those of their segment, finer than the steps of a sketch', () => {
    const metrics = run();
    // Values lie evenly from 10 % under the level to 10 % over it.
    expect(metrics['latency-p50.before']!.value).toBeCloseTo(20, 1);
    expect(metrics['latency-p95.before']!.value).toBeCloseTo(21.8, 1);
    expect(metrics['latency-p50.before']!.n).toBe(2_000);
    expect(metrics['latency-p50.after']!.value).toBeCloseTo(20, 1);
    expect(metrics['latency-p50.after']!.n).toBe(115_000);
    expect(metrics['latency-p50.during']!.value / 800).toBeCloseTo(0.995, 2);
    expect(metrics['latency-p50.3-instances']).toEqual(metrics['latency-p50.after']);
  });

  it('lie within their intervals', () => {
    const latencyMs = (second: number) => 20 * (1 + 0.1 * Math.sin(second * 12.9898));
    const metrics = run({ loadSeconds: 600, watchSeconds: 620, latencyMs });
    const known = Object.entries(metrics).filter(
      (entry): entry is [string, Measured & { low: number; high: number }] =>
        entry[0].startsWith('latency') && entry[1].low !== null,
    );
    expect(known.map(([id]) => id)).toContain('latency-p99.after');
    for (const [, { low, value, high }] of known) {
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
    }
  });

  it('tell no percentile beyond which there are fewer than ten requests', () => {
    const planned = (second: number) => (second < 20 ? 12 : 1_000);
    expect(names(run({ planned }), 'before')).toEqual(['latency-p50.before', 'latency-p95.before']);
    const few = (second: number) => (second < 20 ? 9 : 1_000);
    expect(names(run({ planned: few }), 'before')).toEqual(['latency-p50.before']);
  });
});

describe('the lag of a scale-out', () => {
  it('is that of its stages, with the errors of their sources', () => {
    const { detection, decision, provisioning, 'scale-out': whole } = run();
    // Breach 25, alarm 41, desired count seen at 42, in service seen at 65; polls a second apart.
    expect(detection).toMatchObject({ value: 16, n: 1 });
    expect(decision).toMatchObject({ value: 0.5, low: 0, high: expect.closeTo(1.02, 6) });
    expect(provisioning).toEqual({ value: 23, low: 22, high: 24, n: 1 });
    expect(whole!.value).toBe(39.5);
  });

  it('does not tell where in the minute of the alarm the load began', () => {
    const at = (offset: number) =>
      run({ planned: (second) => (second < 20 + offset ? 100 : 1_000) });
    for (const offset of [0, 1, 2]) {
      expect(at(offset).detection!.value).toBe(16);
      expect(at(offset)['scale-out']!.value).toBe(39.5);
    }
  });

  it('is that of the first scale-out, and counts no others', () => {
    const second = {
      ...SCALE_OUT,
      alarmAt: 80,
      activityAt: 80.5,
      desiredAt: 81,
      inServiceAt: 150,
      to: 4,
    };
    const metrics = run({ steps: [SCALE_OUT, second], planned: (at) => (at < 20 ? 100 : 2_000) });
    expect(metrics.provisioning).toMatchObject({ value: 23, n: 1 });
  });

  it('is not that of a scale-in', () => {
    const inwards = { alarmAt: 10, activityAt: 10.5, desiredAt: 11, inServiceAt: 12, to: 1 };
    expect(
      run({ fromInstances: 3, planned: () => 100, steps: [inwards] }).provisioning,
    ).toBeUndefined();
  });

  it('is absent where there was none, or it was not seen', () => {
    const lags = ['detection', 'decision', 'provisioning', 'recovery', 'scale-out'];
    const told = (record: RunRecord) => kinds(measured(record)).filter((id) => lags.includes(id));
    expect(told(syntheticRun({ steps: [] }))).toEqual([]);
    expect(told({ ...syntheticRun(), aws: [] })).toEqual([]);
    expect(told(killedAt(syntheticRun(), 50))).toEqual(['detection', 'decision']);
    expect(told(without(syntheticRun(), 'alarm', 'alarm-transition', 'policy'))).toEqual([
      'provisioning',
    ]);
  });

  it('is known of a load that was sent elsewhere, of which nothing else is', () => {
    const record = syntheticRun();
    const metrics = measured({
      ...record,
      load: [],
      manifest: { ...record.manifest, loadFrom: 'elsewhere' },
    });
    expect(Object.keys(metrics)).toEqual(['detection', 'decision', 'provisioning', 'scale-out']);
    expect(metrics).toMatchObject({ detection: { value: 16 }, 'scale-out': { value: 39.5 } });
  });
});

describe('what an instance carries', () => {
  /** One instance answers 300 requests/s; the others wait longer and longer. */
  const overloaded = {
    outcomes: (second: number, sent: number) => ({
      correct: second < 65 ? Math.min(sent, 300) : sent,
    }),
  };

  it('is what it answers while it falls behind, not what it is sent at other times', () => {
    expect(run(overloaded)['carried-rps']!.value).toBeCloseTo(300, 6);
    expect(run()['carried-rps']).toBeUndefined();
  });

  it('does not tell how long one instance bore the load alone', () => {
    const later = { ...SCALE_OUT, inServiceAt: 94.6 };
    const longer = {
      steps: [later],
      outcomes: (second: number, sent: number) => ({
        correct: second < 95 ? Math.min(sent, 300) : sent,
      }),
      serviceTimeMs: (second: number) => (second >= 21 && second < 96 ? 799 : 19),
    };
    expect(run(longer)['carried-rps']!.value).toBeCloseTo(300, 6);
  });

  it('is not told by an instance that only fails, nor by one that stalls for a moment', () => {
    const fails = (_second: number, sent: number) => ({
      correct: sent * 0.9,
      'server-error': sent * 0.1,
    });
    expect(run({ outcomes: fails, serviceTimeMs: () => 19 })['carried-rps']).toBeUndefined();
    const stalls = (second: number, sent: number) => ({ correct: second === 40 ? sent / 2 : sent });
    expect(run({ outcomes: stalls })['carried-rps']).toBeUndefined();
  });
});

describe('metrics of the whole load', () => {
  it('are shares of what was completed, and instance hours of what was answered', () => {
    const outcomes = (second: number, sent: number) =>
      second < 20
        ? { correct: sent * 0.8, throttled: sent * 0.1, timeout: sent * 0.1 }
        : { correct: sent };
    const metrics = run({ outcomes });
    const completed = 20 * 100 + 160 * 1_000;
    expect(metrics.errors).toMatchObject({ value: 400 / completed, n: completed });
    expect(metrics.throttles).toMatchObject({ value: 200 / completed, n: completed });
    const hours = (65 * 1 + 115 * 3) / 3_600;
    expect(metrics['instance-hours']!.value).toBeCloseTo((hours * 1e6) / (completed - 400), 6);
  });

  it('are absent where the load was cut off or its record lacks a part, but not where its errors ended it', () => {
    const whole = ['errors', 'throttles', 'instance-hours'];
    const told = (record: RunRecord) => kinds(measured(record)).filter((id) => whole.includes(id));
    const ending = (how: 'interrupted' | 'aborted' | 'failed') =>
      syntheticRun({ end: { atMs: T0 + 201_000, how, signal: null, message: '' } });
    expect(told(syntheticRun())).toEqual(whole);
    expect(told(killedAt(syntheticRun(), 120))).toEqual([]);
    expect(told(ending('interrupted'))).toEqual([]);
    expect(told(ending('failed'))).toEqual([]);
    expect(told(ending('aborted'))).toEqual(['errors', 'throttles']);
    const record = syntheticRun();
    const lost = record.load.filter((event) => event.type !== 'end' || event.worker !== 2);
    expect(told({ ...record, load: lost })).toEqual([]);
  });

  it('tell no instance hours where the instances were counted for a part of it', () => {
    const record = syntheticRun();
    const watched = record.aws.filter(
      (event) => event.type !== 'endpoint' || event.atMs < T0 + 100_000,
    );
    expect(measured({ ...record, aws: watched })['instance-hours']).toBeUndefined();
    const missed = record.aws.filter(
      (event) => event.type !== 'endpoint' || event.atMs % 7_000 !== 0,
    );
    expect(measured({ ...record, aws: missed })['instance-hours']).toBeDefined();
  });
});

it('without what AWS says, tells of the load as a whole', () => {
  expect(Object.keys(measured({ ...syntheticRun(), aws: [] }))).toEqual([
    'latency-p50.run',
    'latency-p95.run',
    'latency-p99.run',
    'errors',
    'throttles',
  ]);
});

it('is total: any record cut off anywhere tells finite figures, each within its interval', () => {
  const record = syntheticRun();
  for (let second = 0; second <= 200; second += 1) {
    for (const { value, low, high } of Object.values(measured(killedAt(record, second)))) {
      expect(Number.isFinite(value)).toBe(true);
      expect(low ?? value).toBeLessThanOrEqual(value);
      expect(high ?? value).toBeGreaterThanOrEqual(value);
    }
  }
});
