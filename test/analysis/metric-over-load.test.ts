import { describe, expect, it } from 'vitest';
import { metricOverLoad, missingPeriods } from '../../src/analysis/metric-over-load.ts';
import { publishDelay } from '../../src/analysis/publish-delay.ts';
import { scalingEvidence } from '../../src/analysis/scaling-evidence.ts';
import type { MetricPoint } from '../../src/analysis/timeline.ts';
import { gap, type Knobs, syntheticRun, T0 } from '../verdict/synthetic-run.ts';

const evidenceOf = (knobs: Partial<Knobs> = {}) => scalingEvidence(syntheticRun(knobs));
const span = { fromMs: T0, toMs: T0 + 180_000 };
const point = (startSecond: number): MetricPoint => ({
  startMs: startSecond * 1_000,
  endMs: (startSecond + 60) * 1_000,
  value: 1,
  perMinute: 1,
  final: true,
});

describe('missingPeriods', () => {
  it.each<[string, number[], number, number, number[]]>([
    ['none of a whole row', [0, 60, 120], 0, 180, []],
    ['a hole', [0, 120], 0, 180, [60]],
    ['the front and the tail', [120], 0, 240, [0, 60, 180]],
    ['nothing of a period that the span cuts', [60], 30, 150, []],
    ['nothing without a datapoint to set the grid', [], 0, 180, []],
  ])('finds %s', (_what, starts, from, to, missing) => {
    const found = missingPeriods(starts.map(point), 60, { fromMs: from * 1_000, toMs: to * 1_000 });
    expect(found).toEqual(missing.map((second) => second * 1_000));
  });
});

describe('metricOverLoad', () => {
  const invocations = (knobs: Partial<Knobs> = {}) =>
    metricOverLoad(evidenceOf(knobs).series, span, 'lambda', 'Invocations', 'Sum');

  it('sums every period since the load began', () => {
    expect(invocations()).toMatchObject({
      sum: 162_000,
      highest: 5_000,
      missing: 0,
      unfinished: 0,
    });
  });

  it('tells what is missing and what may still grow', () => {
    const holey: Knobs['metric'] = (_name, start, value) => (start === 50 ? null : value);
    expect(invocations({ metric: holey })).toMatchObject({ sum: 157_000, missing: 1 });
    expect(invocations({ watchSeconds: 190 })?.unfinished).toBeGreaterThan(0);
  });

  it('knows one service from another', () => {
    const throttled: Knobs['metric'] = (name, _start, value) =>
      name === 'sagemaker/Invocations' ? 0 : value;
    expect(invocations({ metric: throttled })?.sum).toBe(162_000);
  });

  it('is unknown without a datapoint, and without load', () => {
    expect(invocations({ metric: () => null })).toBeNull();
    const { series } = evidenceOf();
    expect(metricOverLoad(series, null, 'lambda', 'Invocations', 'Sum')).toBeNull();
  });
});

describe('publishDelay', () => {
  const delayOf = (knobs: Partial<Knobs>) => {
    const evidence = evidenceOf(knobs);
    return publishDelay(evidence, evidence.outRule!);
  };

  it.each([5, 12])('is what the datapoints show: %i s', (publishDelaySeconds) => {
    expect(delayOf({ publishDelaySeconds })).toMatchObject({ medianSeconds: publishDelaySeconds });
  });

  it('does not depend on the clocks being apart', () => {
    expect(delayOf({ offsetMs: 90_000 })).toMatchObject({ medianSeconds: 5, longestSeconds: 5 });
  });

  it('leaves out what fell due while CloudWatch did not answer', () => {
    const all = delayOf({})!.datapoints.length;
    const some = delayOf({ extra: [gap('GetMetricData', 50, 60)] })!.datapoints.length;
    expect(some).toBeLessThan(all);
    expect(delayOf({ extra: [gap('GetMetricData', 0, 300)] })).toBeNull();
  });
});
