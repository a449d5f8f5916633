/** What a metric is defined by, what is kept of a period, and the statistics read from that. */

export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount';
export const STATISTICS: readonly Statistic[] = [
  'Sum',
  'Average',
  'Minimum',
  'Maximum',
  'SampleCount',
];

export interface MetricDefinition {
  readonly namespace: string;
  readonly unit: 'None' | 'Microseconds' | 'Milliseconds' | 'Percent' | 'Count';
  /** Others yield no datapoints. */
  readonly statistics: readonly Statistic[];
  /** A period without requests has a zero rather than no datapoint. */
  readonly zeroWhenIdle: boolean;
  /** Samples are shares of slot-time that add up to a CPU percentage. */
  readonly busyShare?: boolean;
}

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

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
