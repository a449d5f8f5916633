/** The metrics of one variant: names, namespaces, units and the statistics AWS documents for each. */

export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount';
export const STATISTICS: readonly Statistic[] = [
  'Sum',
  'Average',
  'Minimum',
  'Maximum',
  'SampleCount',
];

export interface MetricDefinition {
  readonly namespace: 'AWS/SageMaker' | '/aws/sagemaker/Endpoints';
  readonly unit: 'None' | 'Microseconds' | 'Percent';
  /** Others yield no datapoints. */
  readonly statistics: readonly Statistic[];
  /** A period without requests has a zero rather than no datapoint. */
  readonly zeroWhenIdle: boolean;
}

function metric(
  unit: MetricDefinition['unit'],
  statistics: readonly Statistic[],
  zeroWhenIdle: boolean,
): MetricDefinition {
  return { namespace: 'AWS/SageMaker', unit, statistics, zeroWhenIdle };
}

/** Source: "Amazon SageMaker AI metrics in Amazon CloudWatch", AWS documentation. */
export const METRICS = {
  Invocations: metric('None', STATISTICS, true),
  // Each request adds 1/instances: sums mean something, the other statistics do not.
  InvocationsPerInstance: metric('None', ['Sum'], true),
  Invocation4XXErrors: metric('None', STATISTICS, true),
  Invocation5XXErrors: metric('None', STATISTICS, true),
  InvocationModelErrors: metric('None', STATISTICS, true),
  // A latency of no request is not a latency of zero.
  ModelLatency: metric('Microseconds', STATISTICS, false),
  OverheadLatency: metric('Microseconds', STATISTICS, false),
  CPUUtilization: {
    namespace: '/aws/sagemaker/Endpoints',
    unit: 'Percent',
    statistics: STATISTICS,
    zeroWhenIdle: true,
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

/** What one metric was over one period. Four numbers merge exactly, unlike averages. */
export interface Aggregate {
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

export function statisticOf(aggregate: Aggregate, statistic: Statistic): number {
  switch (statistic) {
    case 'Sum':
      return aggregate.sum;
    case 'Average':
      return aggregate.sum / aggregate.count;
    case 'Minimum':
      return aggregate.min;
    case 'Maximum':
      return aggregate.max;
    case 'SampleCount':
      return aggregate.count;
  }
}

/** Merging is order-free, so any number of base periods gives the longer period's truth. */
export function merge(a: Aggregate, b: Aggregate): Aggregate {
  return {
    sum: a.sum + b.sum,
    count: a.count + b.count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}
