/** Defines metrics, the aggregate kept per period, and the statistics read from it. */

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
  /** Other statistics yield no datapoints. */
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

/** One metric over one period. These four numbers merge exactly, unlike averages. */
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

/** Merging is order-free, so any number of base periods gives the exact longer period. */
export function merge(a: Aggregate, b: Aggregate): Aggregate {
  return {
    sum: a.sum + b.sum,
    count: a.count + b.count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}
