/** Measures how much of the load AWS was watched for: samples brought along may be of any time and place. */
import type { AwsEvent } from '../record/aws-events.ts';
import type { Span } from './load-span.ts';
import type { PeriodSeries } from './metric-series.ts';
import type { InstancesPoint } from './timeline.ts';

export interface Watched {
  /** Of the load, 0..1: by polls of the endpoint. Only they tell of instances. */
  readonly byPolls: number;
  /** Of the load, 0..1: by datapoints of the variant, which may be asked for later. */
  readonly byDatapoints: number;
  /** From the first thing seen of the endpoint to the last, local epoch ms; null when nothing was. */
  readonly span: Span | null;
}

/** Between polls further apart than this the endpoint was not watched, ms. */
const FURTHEST_POLLS_MS = 60_000;

/** Share of the load for which AWS must have been observed. */
const ENOUGH = 0.9;

/** Whether AWS was observed while the load ran; of a load of the run's own it always was. */
export function isWatched(watched: Watched | null): boolean {
  return watched === null || Math.max(watched.byPolls, watched.byDatapoints) >= ENOUGH;
}

/** Whether instances were counted while the load ran. */
export function isCounted(watched: Watched | null): boolean {
  return watched === null || watched.byPolls >= ENOUGH;
}

/** Null without a load, or without anything recorded of AWS. */
export function watchedSpan(
  load: Span | null,
  aws: readonly AwsEvent[],
  points: readonly InstancesPoint[],
  series: readonly PeriodSeries[],
): Watched | null {
  if (load === null || aws.length === 0) return null;
  const polls = points.flatMap(({ atMs }, index) => {
    const next = points[index + 1]?.atMs;
    return next !== undefined && next - atMs <= FURTHEST_POLLS_MS
      ? [{ fromMs: atMs, toMs: next }]
      : [{ fromMs: atMs, toMs: atMs }];
  });
  const periods = series
    .filter(({ service }) => service === 'sagemaker')
    .flatMap((one) => one.points.map(({ startMs, endMs }) => ({ fromMs: startMs, toMs: endMs })));
  return {
    byPolls: shareCovered(load, polls),
    byDatapoints: shareCovered(load, periods),
    span: hull([...polls, ...periods]),
  };
}

/** Share of a span that lies in at least one of others, which may overlap. */
export function shareCovered(span: Span, others: readonly Span[]): number {
  let covered = 0;
  let untilMs = span.fromMs;
  for (const { fromMs, toMs } of others.toSorted((left, right) => left.fromMs - right.fromMs)) {
    const endMs = Math.min(toMs, span.toMs);
    covered += Math.max(0, endMs - Math.max(fromMs, untilMs));
    untilMs = Math.max(untilMs, endMs);
  }
  const length = span.toMs - span.fromMs;
  return length > 0 ? covered / length : 0;
}

function hull(spans: readonly Span[]): Span | null {
  if (spans.length === 0) return null;
  return {
    fromMs: spans.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY),
    toMs: spans.reduce((most, { toMs }) => Math.max(most, toMs), Number.NEGATIVE_INFINITY),
  };
}
