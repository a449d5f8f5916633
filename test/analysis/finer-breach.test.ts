import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { demandOf } from '../../src/analysis/demand.ts';
import { summedOver } from '../../src/analysis/summed-series.ts';
import { timeCompressionOf } from '../../src/analysis/time-compression.ts';
import type { AwsEvent, Datapoint } from '../../src/record/aws-events.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { problemsOf } from '../verdict/findings/codes.ts';
import { OFFSET_MS, syntheticRun, T0 } from '../verdict/synthetic-run.ts';

/** The healthy run's metrics by the second, as enhanced metrics of a tenth of a minute are by ten. */
function bySecond(metric: string, perSecond: (second: number) => number): Datapoint[] {
  return Array.from({ length: 180 }, (_, second) => ({
    type: 'datapoint',
    seenAtMs: T0 + (second + 3) * 1_000,
    service: 'sagemaker',
    metric,
    stat: 'Sum',
    unit: 'count',
    periodSeconds: 1,
    timestampMs: T0 + second * 1_000 + OFFSET_MS,
    value: perSecond(second),
    revision: 0,
    final: true,
  }));
}

const sent = (second: number) => (second < 22 ? 100 : 1_000);
const perInstance = (second: number) => sent(second) / (second < 64.6 ? 1 : 3);
/** The step comes at 22 s, in the middle of the alarm's period from 20 s to 25 s. */
const plain = () => syntheticRun({ planned: sent });
const finer = () =>
  syntheticRun({ planned: sent, extra: bySecond('InvocationsPerInstance', perInstance) });

const breachOf = (record: RunRecord) => {
  const stage = analyse(record).events[0]!.stages.find(({ id }) => id === 'metric-breach')!;
  return { ...stage, at: (stage.atMs! - T0) / 1_000 };
};

describe('a breach', () => {
  it('is known at the end of the alarm’s period, where nothing finer is published', () => {
    expect(breachOf(plain())).toMatchObject({ at: 25, resolutionSeconds: 5, note: '' });
  });

  it('is dated by datapoints of a shorter period of the same metric', () => {
    expect(breachOf(finer())).toMatchObject({
      at: 23,
      resolutionSeconds: 1,
      note: 'Seen in datapoints of 1 s; the alarm looks at periods of 5 s.',
    });
  });

  it('has begun in the period before, where the step came too late for all of it to breach', () => {
    const late = (second: number) => (second < 24 ? 100 : 1_000);
    const record = syntheticRun({
      planned: late,
      extra: bySecond('InvocationsPerInstance', (second) => late(second) / (second < 64.6 ? 1 : 3)),
    });
    expect(breachOf(record)).toMatchObject({ at: 25, resolutionSeconds: 1 });
  });

  it('makes no alarm slow that looks at its own periods', () => {
    expect(problemsOf(finer())).toEqual([]);
  });

  it('leaves the trigger to the alarm’s own periods', () => {
    expect(analyse(finer()).trigger).toEqual(analyse(plain()).trigger);
  });
});

describe('requests counted by the second', () => {
  it('are summed to the alarm’s periods, to tell what the load asks for', () => {
    const record = syntheticRun({ planned: sent, extra: bySecond('Invocations', sent) });
    const aws = record.aws.filter(
      (event) =>
        !(
          event.type === 'datapoint' &&
          event.metric === 'Invocations' &&
          event.service === 'sagemaker' &&
          event.periodSeconds === 5
        ),
    );
    const analysis = analyse({ ...record, aws });
    const unsampled = { ...analysis.evidence, seconds: [] };
    expect(demandOf(unsampled, analysis.loadSpan)?.most).toBe(3);
  });

  it('make no sum of a period of which a part is missing', () => {
    const points = [0, 1, 2, 4, 5].map((second) => ({
      startMs: second * 1_000,
      endMs: second * 1_000 + 1_000,
      value: 10,
      perMinute: 600,
      final: true,
    }));
    const series = { service: 'sagemaker', container: null, metric: 'Invocations' } as const;
    const summed = summedOver(
      { ...series, stat: 'Sum', unit: 'count', periodSeconds: 1, points },
      3,
      0,
    );
    expect(summed.map(({ startMs, value }) => [startMs, value])).toEqual([[0, 30]]);
  });
});

describe('a period of ten seconds', () => {
  const onAws = (alarmPeriodSeconds: number, policyMetric: string, enhanced: boolean) => {
    const record = syntheticRun({ policy: { metric: policyMetric } });
    const { standIn: _, ...scenario } = record.manifest.scenario;
    const watch = { ...(scenario.watch as object), periodSeconds: 60 };
    const aws = record.aws.map((event): AwsEvent => {
      if (event.type === 'alarm') return { ...event, periodSeconds: alarmPeriodSeconds };
      if (event.type !== 'endpoint-config') return event;
      return { ...event, metrics: { enhanced, publishSeconds: enhanced ? 10 : 60 } };
    });
    const manifest = { ...record.manifest, scenario: { ...scenario, standIn: null, watch } };
    return timeCompressionOf({ manifest, aws } as never);
  };

  it.each([
    [
      'the alarm of a predefined metric, enhanced or not: a compressed minute',
      10,
      'SageMakerVariantInvocationsPerInstance',
      true,
      6,
    ],
    ['an alarm on a customized metric, with enhanced metrics: AWS itself', 10, 'custom', true, 1],
    ['the same without them: a compressed minute', 10, 'custom', false, 6],
    ['a minute', 60, 'SageMakerVariantInvocationsPerInstance', true, 1],
  ] as const)('of %s', (_what, periodSeconds, metric, enhanced, factor) => {
    expect(onAws(periodSeconds, metric, enhanced)).toBe(factor);
  });
});
