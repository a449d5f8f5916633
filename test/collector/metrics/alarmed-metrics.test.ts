import { describe, expect, test } from 'vitest';
import {
  alarmedMetrics,
  asAlarmsReadThem,
  trackedMetrics,
} from '../../../src/collector/metrics/alarmed-metrics.ts';
import { ownMetrics } from '../../../src/collector/metrics/watched-metrics.ts';
import type { PolicyObservation } from '../../../src/record/aws-events.ts';
import { watchSchema } from '../../../src/scenario/schema.ts';

/** Finer than any alarm of a minute. */
const FINE = { invocationSeconds: 10, utilizationSeconds: 10, frontSeconds: 60, shortSeconds: 10 };
const OWN = ownMetrics(watchSchema.parse({ endpointName: 'wine' }), 'instances', FINE);
const OF_VARIANT = [
  { Name: 'VariantName', Value: 'AllTraffic' },
  { Name: 'EndpointName', Value: 'wine' },
];

function alarm(MetricName: string, Period: number, more: object = {}) {
  const alarmed = { AlarmName: 'high', Namespace: 'AWS/SageMaker', Statistic: 'Sum' as const };
  return { ...alarmed, MetricName, Period, Dimensions: OF_VARIANT, ...more };
}

/** As `metric stat unit periodSeconds scale`. */
function read(...alarms: object[]): string[] {
  return asAlarmsReadThem(OWN, alarmedMetrics(alarms), 60).metrics.map(
    ({ record, periodSeconds, scale }) =>
      [record.metric, record.stat, record.unit, periodSeconds, scale].join(' '),
  );
}

describe('what an alarm reads is asked for at its own period and statistic', () => {
  test.each<[string, object[], string[]]>([
    [
      'beside finer datapoints, once for all alarms on it',
      [alarm('InvocationsPerInstance', 60), alarm('InvocationsPerInstance', 60)],
      ['InvocationsPerInstance Sum count 60 1'],
    ],
    ['not again where it is the same', [alarm('InvocationsPerInstance', 10)], []],
    [
      'a percentile, in our unit',
      [alarm('ModelLatency', 10, { Statistic: undefined, ExtendedStatistic: 'p99' })],
      ['ModelLatency p99 ms 10 0.001'],
    ],
    ['not a number of samples', [alarm('ModelLatency', 10, { Statistic: 'SampleCount' })], []],
    [
      "somebody's own metric",
      [alarm('QueueLength', 60, { Namespace: 'Own', Dimensions: [], Statistic: 'Average' })],
      ['QueueLength Average count 60 1'],
    ],
    [
      'a metric of the hardware that is not watched otherwise',
      [alarm('GPUUtilization', 60, { Namespace: '/aws/sagemaker/Endpoints' })],
      ['GPUUtilization Sum percent 60 1'],
    ],
    ['nothing for metric math', [{ AlarmName: 'math', Threshold: 1, Metrics: [] }], []],
  ])('%s', (_what, alarms, told) => {
    expect(read(...alarms)).toEqual(told);
  });

  test('of something else of the same name, nothing, and it is named', () => {
    const Dimensions = [{ Name: 'EndpointName', Value: 'other' }];
    const alarmed = alarmedMetrics([alarm('Invocations', 60, { Dimensions })]);
    expect(asAlarmsReadThem(OWN, alarmed, 60)).toEqual({
      metrics: [],
      doubts: [
        {
          what: 'alarm high reads AWS/SageMaker Invocations of EndpointName other, not of what is watched',
          affects: ['scaling'],
        },
      ],
    });
  });
});

test('a customized metric is asked for by the minute while its alarms are not known', () => {
  const customMetric = {
    namespace: 'Own',
    name: 'QueueLength',
    stat: 'Average',
    dimensions: { Queue: 'wine' },
  };
  const policies = [
    { name: 'queue', customMetric },
    { name: 'math', customMetric: { expression: 'm1 / m2' } },
    { name: 'steps' },
  ] as unknown as PolicyObservation[];
  const { metrics } = asAlarmsReadThem(OWN, trackedMetrics(policies), 60);
  expect(metrics).toEqual([
    {
      namespace: 'Own',
      name: 'QueueLength',
      dimensions: [{ Name: 'Queue', Value: 'wine' }],
      periodSeconds: 60,
      scale: 1,
      record: { service: 'sagemaker', metric: 'QueueLength', stat: 'Average', unit: 'count' },
    },
  ]);
});
