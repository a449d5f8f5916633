import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import type { AwsEvent } from '../../src/record/aws-events.ts';
import { killedAt, syntheticRun, T0, THRESHOLD, without } from '../verdict/synthetic-run.ts';

describe('buildTimeline', () => {
  const timeline = buildTimeline(syntheticRun());

  it('begins at the plan’s time zero and has one point a second', () => {
    expect(timeline.startMs).toBe(T0);
    expect(timeline.load).toHaveLength(180);
    expect(timeline.load[20]).toMatchObject({
      second: 20,
      planned: 1_000,
      sent: 1_000,
      completed: 1_000,
    });
  });

  it('puts AWS timestamps on the local clock by the best measurement of the offset', () => {
    expect(timeline.metrics[0]?.points[0]).toMatchObject({ startMs: T0, endMs: T0 + 5_000 });
  });

  it('takes the last revision of a datapoint, and sums as requests per minute', () => {
    expect(
      timeline.metrics.find((one) => one.metric === 'InvocationsPerInstance')?.points[4],
    ).toMatchObject({
      value: 5_000,
      perMinute: 60_000,
      final: true,
    });
  });

  it('leaves what is no sum as it is', () => {
    const run = syntheticRun({
      extra: [
        {
          type: 'datapoint',
          service: 'sagemaker',
          seenAtMs: T0,
          metric: 'ModelLatency',
          stat: 'Average',
          unit: 'ms',
          periodSeconds: 5,
          timestampMs: T0,
          value: 12,
          revision: 0,
          final: false,
        },
      ],
    });
    const series = buildTimeline(run).metrics.find((one) => one.metric === 'ModelLatency');
    expect(series?.points[0]).toMatchObject({ value: 12, perMinute: null });
  });

  it('reads the target from the high alarm', () => {
    expect(timeline.target).toEqual({
      metric: 'InvocationsPerInstance',
      perPeriod: THRESHOLD,
      periodSeconds: 5,
      perMinute: 24_000,
    });
  });

  it('reads the target from the policy when no alarm was seen', () => {
    const { target } = buildTimeline(without(syntheticRun(), 'alarm'));
    expect(target).toMatchObject({ perPeriod: THRESHOLD, periodSeconds: 5 });
  });

  it('has no target when neither was seen', () => {
    expect(buildTimeline(without(syntheticRun(), 'alarm', 'policy')).target).toBeNull();
  });

  const endpoint = { type: 'endpoint', atMs: 1, status: 'InService', variantName: 'v' } as const;
  const inFront = { type: 'function', atMs: 1, name: 'f' } as const;

  it.each<[string, AwsEvent[], string[]]>([
    ['nothing', [{ ...endpoint, currentInstanceCount: 1 }], []],
    ['a function without its own settings', [inFront], []],
    [
      'a function',
      [{ ...inFront, reservedConcurrency: 2, provisionedConcurrency: 1 }],
      ['reserved 2', 'provisioned 1'],
    ],
    ['a function that nothing may call', [{ ...inFront, reservedConcurrency: 0 }], ['reserved 0']],
    [
      'a serverless endpoint, by its last poll',
      [
        { ...endpoint, serverless: { maxConcurrency: 5, memoryMb: 1_024 } },
        { ...endpoint, serverless: { maxConcurrency: 20, memoryMb: 1_024 } },
      ],
      ['max-concurrency 20'],
    ],
  ])('reads the concurrency limits of %s', (_, aws, expected) => {
    const { limits = [] } = buildTimeline({ ...syntheticRun(), aws });
    expect(limits.map(({ kind, value }) => `${kind} ${value}`)).toEqual(expected);
  });

  it.each([
    ['a run without samples', () => ({ ...syntheticRun(), load: [] }), T0 - 3_000, 0, 203],
    ['a run without AWS', () => ({ ...syntheticRun(), aws: [] }), T0, 180, 0],
    ['an empty run', () => ({ ...syntheticRun(), aws: [], load: [] }), T0 - 5_000, 0, 0],
    ['a run killed after a minute', () => killedAt(syntheticRun(), 60), T0, 60, 63],
  ])('shows what there is of %s', (_what, run, startMs, seconds, polls) => {
    const { load, instances, ...rest } = buildTimeline(run());
    expect(rest.startMs).toBe(startMs);
    expect(load).toHaveLength(seconds);
    expect(instances).toHaveLength(polls);
  });
});
