/** What a metric query means to the store: which metric, which period, which statistic. */
import { z } from 'zod';
import { METRICS, type MetricName, STATISTICS, type Statistic, statisticOf } from '../metrics.ts';
import { invalidValue } from './cloudwatch-errors.ts';
import { listField, nameField } from './fields.ts';
import type { Call } from './service.ts';

export const dimensionsField = listField(z.object({ Name: nameField, Value: nameField }), 30);
export type Dimensions = z.output<typeof dimensionsField>;

export interface MetricQuery {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Dimensions;
  readonly periodSeconds: number;
  /** Another unit than the metric's own finds nothing. */
  readonly unit: string | undefined;
  readonly startMs: number;
  /** Exclusive. */
  readonly endMs: number;
}

export interface Point {
  readonly startMs: number;
  /** One value a statistic asked for, in their order. */
  readonly values: readonly number[];
}

/** The dimensions every metric of the variant has. */
export function variantDimensions({ simulation: { identity } }: Call): Dimensions {
  return [
    { Name: 'EndpointName', Value: identity.endpointName },
    { Name: 'VariantName', Value: identity.variantName },
  ];
}

/** The metric's own name if this endpoint has it, exactly so; else undefined. */
export function findMetric(query: MetricQuery, call: Call): MetricName | undefined {
  if (!Object.hasOwn(METRICS, query.metricName)) return undefined;
  const name = query.metricName as MetricName;
  if (METRICS[name].namespace !== query.namespace) return undefined;
  if (query.unit !== undefined && query.unit !== METRICS[name].unit) return undefined;
  const wanted = variantDimensions(call);
  const same =
    query.dimensions.length === wanted.length &&
    wanted.every(({ Name, Value }) =>
      query.dimensions.some((given) => given.Name === Name && given.Value === Value),
    );
  return same ? name : undefined;
}

/**
 * Visible datapoints, oldest first; none for a metric, unit or statistic that does not exist.
 *
 * @throws AwsError for a period that is not a multiple of the base period
 */
export function readPoints(query: MetricQuery, statistics: readonly string[], call: Call): Point[] {
  const periods = basePeriods(query.periodSeconds, call);
  const metric = findMetric(query, call);
  if (!metric) return [];
  const known: readonly string[] = METRICS[metric].statistics;
  if (!statistics.every((statistic) => known.includes(statistic))) return [];
  const { startMs, endMs } = query;
  const { metrics } = call.simulation;
  return metrics.read(metric, { startMs, endMs, periods }, call.nowMs).map((datapoint) => ({
    startMs: datapoint.startMs,
    values: statistics.map((statistic) => statisticOf(datapoint, statistic as Statistic)),
  }));
}

function basePeriods(periodSeconds: number, call: Call): number {
  const baseSeconds = call.simulation.settings.basePeriodMs / 1000;
  const periods = Math.round(periodSeconds / baseSeconds);
  if (periods < 1 || Math.abs(periods * baseSeconds - periodSeconds) > 1e-6 * baseSeconds) {
    throw invalidValue(
      `The parameter Period must be a multiple of the ${baseSeconds} s at which these metrics are ` +
        `published, and is ${periodSeconds}.`,
    );
  }
  return periods;
}

/** A statistic CloudWatch knows, whether or not this metric has it. */
export const statisticField = z
  .string()
  .refine(
    (name) =>
      (STATISTICS as readonly string[]).includes(name) ||
      name === 'IQM' ||
      /^(p|tm|wm|tc|ts)\d{1,2}(\.\d{1,10})?$|^p100$|^(TM|WM|TC|TS|PR)\(.{1,40}\)$/.test(name),
    'not a statistic',
  );
