/** Measures how much of the load AWS was watched for: samples from another tool may be from any time. */
import type { AwsEvent } from '../record/aws-events.ts';
import type { PeriodSeries } from './metric-series.ts';
import type { Span } from './span.ts';
import type { InstancesPoint } from './timeline.ts';

export interface Watched {
  /** Share of the load covered by polls of the endpoint, 0..1. Only polls return instance counts. */
  readonly byPolls: number;
  /** Share of the load covered by datapoints of the variant, 0..1; they can be fetched later. */
  readonly byDatapoints: number;
  /** From the first observation of the endpoint to the last, local epoch ms; null without any. */
  readonly span: Span | null;
}

/** The endpoint was not watched between polls further apart than this. */
const FURTHEST_POLLS_MS = 60_000;

/** Share of the load for which AWS must have been watched. */
const ENOUGH = 0.9;

/** Whether AWS was watched while the load ran; always true for a run that sends its own load. */
export function isWatched(watched: Watched | null): boolean {
  return watched === null || Math.max(watched.byPolls, watched.byDatapoints) >= ENOUGH;
}

/** Whether instances were counted while the load ran. */
export function isCounted(watched: Watched | null): boolean {
  return watched === null || watched.byPolls >= ENOUGH;
}

/** Null without a load, or without any AWS events. */
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
    span: spanOf([...polls, ...periods]),
  };
}

/** Share of a span that at least one of the others covers; they may overlap. */
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

/** From the start of the first span to the end of the last. */
function spanOf(spans: readonly Span[]): Span | null {
  if (spans.length === 0) return null;
  return {
    fromMs: spans.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY),
    toMs: spans.reduce((most, { toMs }) => Math.max(most, toMs), Number.NEGATIVE_INFINITY),
  };
}
