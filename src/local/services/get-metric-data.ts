/** CloudWatch GetMetricData, with the metric math that `metric-math.ts` knows. */
import { z } from 'zod';
import type { DatapointFaults } from '../datapoint-faults.ts';
import type { AwsError } from '../wire/aws-error.ts';
import { invalidCloudWatch, invalidToken, validationError } from './cloudwatch-errors.ts';
import {
  booleanField,
  integerField,
  listField,
  nameField,
  numberField,
  timestampField,
} from './fields.ts';
import { evaluate, MathError, type MathValue } from './metric-math.ts';
import { dimensionsField, readPoints, statisticField } from './metric-query.ts';
import { readCursor, writeToken } from './paging.ts';
import { type Call, operation } from './service.ts';

const MAX_DATAPOINTS = 100_800;

const metricStat = z.object({
  Metric: z.object({
    Namespace: nameField,
    MetricName: nameField,
    Dimensions: dimensionsField.default([]),
  }),
  Period: numberField.refine((seconds) => seconds > 0, 'must be positive'),
  Stat: statisticField,
  Unit: z.string().optional(),
});

const querySchema = z.object({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,254}$/, 'must start with a lower-case letter'),
  MetricStat: metricStat.optional(),
  Expression: z.string().max(2048).optional(),
  Label: z.string().optional(),
  ReturnData: booleanField.default(true),
});
type Query = z.output<typeof querySchema>;

const inputSchema = z.object({
  MetricDataQueries: listField(querySchema, 500),
  StartTime: timestampField,
  EndTime: timestampField,
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: integerField.refine((n) => n > 0, 'must be positive').default(MAX_DATAPOINTS),
});
type Input = z.output<typeof inputSchema>;

interface Series {
  readonly query: Query;
  readonly points: readonly { readonly startMs: number; readonly value: number }[];
}

export const getMetricData = operation(invalidCloudWatch, inputSchema, (input, call) => {
  refuseNonsense(input);
  const cursor = readCursor(input.NextToken, call.nowMs, invalidToken);
  // Every page shows what was visible when the first page was requested.
  const asOf: Call = { ...call, nowMs: cursor.asOf };
  const series = allSeries(input, asOf).filter(({ query }) => query.ReturnData);
  const limit = Math.min(input.MaxDatapoints, MAX_DATAPOINTS);
  const { results, more } = cutPage(series, { offset: cursor.offset, limit }, call.datapoints);
  const token = writeToken({ ...cursor, offset: cursor.offset + limit });
  return { MetricDataResults: results, Messages: [], ...(more ? { NextToken: token } : {}) };
});

function refuseNonsense(input: Input): void {
  const queries = input.MetricDataQueries;
  if (queries.length === 0) {
    throw validationError('The parameter MetricDataQueries must have at least one query.');
  }
  if (input.StartTime >= input.EndTime) {
    throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  }
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) {
    throw validationError('The values for parameter id in MetricDataQueries are not unique.');
  }
  for (const { Id, MetricStat, Expression } of queries) {
    if ((MetricStat === undefined) === (Expression === undefined)) {
      throw validationError(`The query ${Id} must have either a MetricStat or an Expression.`);
    }
  }
}

/** A series per query, in order; expressions may refer to queries that come later. */
function allSeries(input: Input, call: Call): Series[] {
  const queries = new Map(input.MetricDataQueries.map((query) => [query.Id, query]));
  const done = new Map<string, Series>();
  const underWay = new Set<string>();
  const seriesOf = (query: Query): Series => {
    const known = done.get(query.Id);
    if (known) return known;
    if (underWay.has(query.Id)) throw expressionError(query.Id, 'it refers to itself');
    underWay.add(query.Id);
    const series =
      query.Expression === undefined ? metricSeries(query, input, call) : mathSeries(query);
    done.set(query.Id, series);
    return series;
  };
  const mathSeries = (query: Query): Series => {
    const value = valueOfExpression(query, (id) => {
      const other = queries.get(id);
      return other && new Map(seriesOf(other).points.map((point) => [point.startMs, point.value]));
    });
    const points = [...value].map(([startMs, each]) => ({ startMs, value: each }));
    const direction = input.ScanBy === 'TimestampDescending' ? -1 : 1;
    return { query, points: points.sort((a, b) => direction * (a.startMs - b.startMs)) };
  };
  return input.MetricDataQueries.map(seriesOf);
}

function valueOfExpression(
  { Id, Expression = '' }: Query,
  seriesOf: (id: string) => MathValue | undefined,
): ReadonlyMap<number, number> {
  try {
    const value = evaluate(Expression, seriesOf);
    if (typeof value !== 'number') return value;
  } catch (error) {
    if (error instanceof MathError) throw expressionError(Id, error.message);
    throw error;
  }
  throw expressionError(Id, 'it is a number, not a time series');
}

function expressionError(id: string, problem: string): AwsError {
  return validationError(`Error in expression '${id}': ${problem}.`);
}

function metricSeries(query: Query, input: Input, call: Call): Series {
  const { Metric, Period, Stat, Unit } = query.MetricStat!;
  const points = readPoints(
    {
      namespace: Metric.Namespace,
      metricName: Metric.MetricName,
      dimensions: Metric.Dimensions,
      periodSeconds: Period,
      unit: Unit,
      startMs: input.StartTime,
      endMs: input.EndTime,
    },
    [Stat],
    call,
  ).map(({ startMs, values }) => ({ startMs, value: values[0]! }));
  return { query, points: input.ScanBy === 'TimestampDescending' ? points.reverse() : points };
}

/**
 * Datapoints are numbered across all series in order, and a page is a range of those numbers. A
 * series without datapoints belongs to the page that its position falls on.
 */
function cutPage(
  series: readonly Series[],
  { offset, limit }: { offset: number; limit: number },
  faults: DatapointFaults | undefined,
) {
  const total = series.reduce((sum, { points }) => sum + points.length, 0);
  const more = total > offset + limit;
  const end = more ? offset + limit : Number.POSITIVE_INFINITY;
  const results: object[] = [];
  let position = 0;
  for (const { query, points } of series) {
    const from = Math.max(0, offset - position);
    const to = Math.min(points.length, end - position);
    const here = points.length === 0 ? position >= offset && position < end : from < to;
    position += points.length;
    if (!here) continue;
    const page = points.slice(from, to);
    const given = faults?.given(page) ?? { points: page, complete: true };
    results.push({
      Id: query.Id,
      Label: query.Label ?? query.MetricStat?.Metric.MetricName ?? query.Id,
      Timestamps: given.points.map(({ startMs }) => new Date(startMs)),
      Values: given.points.map(({ value }) => value),
      StatusCode: to < points.length || !given.complete ? 'PartialData' : 'Complete',
    });
  }
  return { results, more };
}
