/**
 * CloudWatch's QueryMetrics: SageMaker's account of its scaling in Prometheus's words. Of PromQL it evaluates
 * selectors alone.
 */
import type { ReportSeries } from '../../simulation/scaling-reports.ts';
import { AwsError } from '../wire/aws-error.ts';
import { readDuration, readSelector } from './promql-selector.ts';
import type { Call } from './service.ts';

/** Prometheus's: how old a sample may be to count as the present one. An AWS duration. */
const LOOKBACK_SECONDS = 300;
/** Prometheus's limit on the points of a series, and CloudWatch's on series. */
const MAX_POINTS = 11_000;
const MAX_SERIES = 500;

/** `/api/v1/query`. */
export function queryMetrics(parameters: URLSearchParams, call: Call): object {
  const { matching, rangeMs } = select(parameters, call);
  const atMs = timeOf(parameters, 'time') ?? call.nowMs;
  if (rangeMs !== undefined) {
    const result = matching.flatMap(({ labels, samples }) => {
      const within = samples.filter((each) => each.atMs > atMs - rangeMs && each.atMs <= atMs);
      const values = within.map((each) => pair(each.atMs, each.value));
      return values.length > 0 ? [{ metric: labels, values }] : [];
    });
    return { resultType: 'matrix', result };
  }
  const result = matching.flatMap((series) => {
    const value = valueAt(series, atMs, call);
    return value === undefined ? [] : [{ metric: series.labels, value: pair(atMs, value) }];
  });
  return { resultType: 'vector', result };
}

/** `/api/v1/query_range`. */
export function queryMetricsRange(parameters: URLSearchParams, call: Call): object {
  const { matching, rangeMs } = select(parameters, call);
  if (rangeMs !== undefined) {
    throw badData(
      'invalid expression type "range vector" for range query, must be Scalar or instant Vector',
    );
  }
  const [startMs, endMs] = [timeOf(parameters, 'start'), timeOf(parameters, 'end')];
  const stepMs = stepOf(parameters);
  if (startMs === undefined || endMs === undefined) {
    throw badData('invalid parameter: start and end are required');
  }
  if (endMs < startMs) {
    throw badData('invalid parameter "end": end timestamp must not be before start time');
  }
  if ((endMs - startMs) / stepMs > MAX_POINTS) {
    throw badData(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query ' +
        'resolution (?step=XX)',
    );
  }
  const result = matching.flatMap((series) => {
    const values = [];
    for (let atMs = startMs; atMs <= endMs; atMs += stepMs) {
      const value = valueAt(series, atMs, call);
      if (value !== undefined) values.push(pair(atMs, value));
    }
    return values.length > 0 ? [{ metric: series.labels, values }] : [];
  });
  return { resultType: 'matrix', result };
}

function select(parameters: URLSearchParams, { simulation, nowMs }: Call) {
  const selector = readSelector(parameters.get('query') ?? '');
  if (!selector) {
    throw badData(
      'invalid parameter "query": the stand-in evaluates only selectors that name a metric, with ' +
        'equality matchers, such as {"E2EScalingLatency", "aws.sagemaker.endpoint.name"="NAME"}',
    );
  }
  const limit = Number(parameters.get('limit') ?? MAX_SERIES);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_SERIES) {
    throw badData('invalid parameter "limit": must be from 1 to 500');
  }
  const series = simulation.reports?.series(nowMs) ?? [];
  const matching = series.filter(({ labels }) =>
    selector.matchers.every(({ label, value }) => (labels[labelNamed(label)] ?? '') === value),
  );
  return { matching: matching.slice(0, limit), rangeMs: selector.rangeMs };
}

/** A datapoint's attributes have their names with and without CloudWatch's prefix. */
const labelNamed = (label: string) =>
  label === '@datapoint.@name' ? '__name__' : label.replace(/^@(?:datapoint\.)?(?=aws\.)/, '');

function valueAt({ samples }: ReportSeries, atMs: number, { simulation }: Call) {
  const oldestMs = atMs - LOOKBACK_SECONDS * simulation.settings.secondMs;
  const last = samples.findLast((sample) => sample.atMs <= atMs);
  return last && last.atMs > oldestMs ? last.value : undefined;
}

const pair = (atMs: number, value: number) => [atMs / 1000, String(value)];

/** RFC 3339, or Unix seconds. */
function timeOf(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === null) return undefined;
  const ms = /^-?[\d.]+(e\d+)?$/i.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  throw badData(`invalid parameter "${name}": cannot parse "${text}" to a valid timestamp`);
}

function stepOf(parameters: URLSearchParams): number {
  const text = parameters.get('step') ?? '';
  const ms = /^[\d.]+$/.test(text) ? Number(text) * 1000 : readDuration(text);
  if (ms !== undefined && Number.isFinite(ms) && ms > 0) return ms;
  throw badData(`invalid parameter "step": cannot parse "${text}" to a valid duration`);
}

const badData = (message: string) => new AwsError('bad_data', message);
