/** Defines metrics, the aggregate kept per period, and the statistics read from it. */

import { Distribution } from './distribution.ts';
import { extendedStatistic, extendedValue } from './extended-statistics.ts';

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
  /** As CloudWatch names it. */
  readonly unit: string;
  /** Other statistics yield no datapoints. */
  readonly statistics: readonly Statistic[];
  /** Whether samples are kept in enough detail for percentiles and other extended statistics. */
  readonly percentiles?: boolean;
  /** A period without requests has a zero rather than no datapoint. */
  readonly zeroWhenIdle: boolean;
  /** Samples are shares of slot-time that add up to a CPU percentage. */
  readonly busyShare?: boolean;
}

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** One metric over one period. Its numbers merge exactly, unlike averages. */
export interface Aggregate {
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Only of a metric with percentiles. */
  readonly distribution?: Distribution;
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

/** Whether a metric has a statistic, standard or extended. */
export function hasStatistic(definition: MetricDefinition, name: string): boolean {
  if ((STATISTICS as readonly string[]).includes(name)) {
    return definition.statistics.includes(name as Statistic);
  }
  return definition.percentiles === true && extendedStatistic(name) !== undefined;
}

/** A standard statistic, or an extended one of a metric with percentiles; NaN for any other. */
export function statisticNamed(aggregate: Aggregate, name: string): number {
  if ((STATISTICS as readonly string[]).includes(name)) {
    return statisticOf(aggregate, name as Statistic);
  }
  const extended = extendedStatistic(name);
  if (!extended || !aggregate.distribution) return Number.NaN;
  const value = extendedValue(extended, aggregate.distribution.samples());
  // A bucket's middle may lie beyond what was ever seen.
  const isOfOneSample = extended.kind === 'p';
  return isOfOneSample ? Math.min(aggregate.max, Math.max(aggregate.min, value)) : value;
}

/** Merging is order-free, so any number of base periods gives the exact longer period. */
export function merge(a: Aggregate, b: Aggregate): Aggregate {
  const whole = {
    sum: a.sum + b.sum,
    count: a.count + b.count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
  if (!a.distribution && !b.distribution) return whole;
  const distribution = new Distribution();
  if (a.distribution) distribution.addAll(a.distribution);
  if (b.distribution) distribution.addAll(b.distribution);
  return { ...whole, distribution };
}
