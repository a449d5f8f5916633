/** Resolves a metric query against the stores: metric, period and statistics. */
import { z } from 'zod';
import { extendedStatistic } from '../../simulation/extended-statistics.ts';
import { type FoundMetric, type MetricName, metricSource } from '../../simulation/metric-source.ts';
import type { MetricsStore } from '../../simulation/metrics-store.ts';
import { hasStatistic, STATISTICS, statisticNamed } from '../../simulation/statistics.ts';
import { invalidValue } from './cloudwatch-errors.ts';
import { listField, nameField } from './fields.ts';
import type { Call } from './service.ts';

export const dimensionsField = listField(z.object({ Name: nameField, Value: nameField }), 30);
export type Dimensions = z.output<typeof dimensionsField>;

export interface MetricQuery extends MetricName {
  readonly periodSeconds: number;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
}

export interface Point {
  readonly startMs: number;
  /** One value per requested statistic, in order. */
  readonly values: readonly number[];
}

/** Every existing metric. */
export function allMetrics({ simulation }: Call): FoundMetric[] {
  return simulation.stores.flatMap((store) =>
    Object.entries(store.definitions)
      .filter(([name]) => store.publishes(name))
      .map(([name, definition]) => ({ store, name, definition })),
  );
}

/** The metric with exactly this name, namespace and dimensions; undefined if there is none. */
export function findMetric(query: MetricName, { simulation }: Call): FoundMetric | undefined {
  return metricSource(simulation.stores, query);
}

/**
 * Visible datapoints, oldest first; none for a metric, unit or statistic that does not exist.
 *
 * @throws AwsError for a period that is not a multiple of the base period
 */
export function readPoints(query: MetricQuery, statistics: readonly string[], call: Call): Point[] {
  const found = findMetric(query, call);
  const periods = basePeriods(query.periodSeconds, found?.store ?? call.simulation.metrics);
  if (!found) return [];
  if (!statistics.every((name) => hasStatistic(found.definition, name))) return [];
  const { startMs, endMs } = query;
  const range = { startMs, endMs, periods };
  return found.store.read(found.name, range, call.nowMs).map((datapoint) => ({
    startMs: datapoint.startMs,
    values: statistics.map((statistic) => {
      const value = statisticNamed(datapoint, statistic);
      return asReported(value, { found, startMs: datapoint.startMs, periods }, call);
    }),
  }));
}

/** A datapoint's value as CloudWatch reports it now. */
function asReported(
  value: number,
  { found, startMs, periods }: { found: FoundMetric; startMs: number; periods: number },
  { datapoints, nowMs }: Call,
): number {
  if (!datapoints) return value;
  const { store, name } = found;
  const visibleAtMs = store.visibleAtMs(store.indexAt(startMs + 0.5) + periods - 1);
  const sinceVisible = (nowMs - visibleAtMs) / store.basePeriodMs;
  return datapoints.early(value, { name, startMs, sinceVisible });
}

/**
 * A period that divides the base period counts as the base period: CloudWatch accepts 10 s for a
 * one-minute metric and returns its minutes.
 */
export function basePeriods(periodSeconds: number, store: MetricsStore): number {
  const baseSeconds = store.basePeriodMs / 1000;
  if (isMultiple(baseSeconds, periodSeconds)) return 1;
  if (isMultiple(periodSeconds, baseSeconds)) return Math.round(periodSeconds / baseSeconds);
  throw invalidValue(
    `The parameter Period must be a multiple of the ${baseSeconds} s at which these metrics are ` +
      `published, and is ${periodSeconds}.`,
  );
}

function isMultiple(longer: number, shorter: number): boolean {
  const times = Math.round(longer / shorter);
  return times >= 1 && Math.abs(times * shorter - longer) <= 1e-6 * shorter;
}

/** Any statistic CloudWatch knows, whether or not this metric has it. */
export const statisticField = z
  .string()
  .refine(
    (name) =>
      (STATISTICS as readonly string[]).includes(name) || extendedStatistic(name) !== undefined,
    'not a statistic',
  );

export const extendedStatisticField = z
  .string()
  .refine((name) => extendedStatistic(name) !== undefined, 'not an extended statistic');
