/** The run so far as one value per plot column, on the time axis that all live plots share. */

import { concurrencyInstead } from '../analysis/concurrency.ts';
import type { LoadPoint, MetricPoint, Timeline } from '../analysis/timeline.ts';
import { trackedMetric } from '../analysis/tracked-series.ts';

type Values = readonly (number | null)[];

export interface LiveSeries {
  readonly planned: Values;
  readonly sent: Values;
  readonly p50: Values;
  readonly p95: Values;
  readonly p99: Values;
  readonly current: Values;
  readonly desired: Values;
  readonly tracked: Values;
  /** All null where instances are counted. */
  readonly concurrency: Values;
}

/**
 * The whole run from time zero in at most `columns` columns of equal duration.
 * A column spans whole seconds, so only the newest one changes between redraws.
 */
export function liveSeries(timeline: Timeline, columns: number): LiveSeries {
  const lastSecond = Math.max(0, ...endSeconds(timeline));
  const step = Math.max(1, Math.ceil(lastSecond / Math.max(1, columns)));
  const slots = Array.from({ length: Math.ceil(lastSecond / step) }, (_, slot) => slot * step);
  const loadIn = (from: number): LoadPoint[] => timeline.load.slice(...range(timeline, from, step));
  const instanceAt = (second: number) => {
    const atMs = timeline.startMs + second * 1_000;
    return timeline.instances.findLast((point) => point.atMs < atMs);
  };
  const metric = trackedMetric(timeline);
  const concurrency = concurrencyInstead(timeline)?.points ?? [];
  const perColumn = (read: (from: number) => number | null): Values => slots.map(read);
  return {
    planned: perColumn((from) => mean(loadIn(from).map((point) => point.planned))),
    sent: perColumn((from) => mean(loadIn(from).map((point) => point.sent))),
    // The worst second of a column: compressing must not hide what callers felt.
    p50: perColumn((from) => worst(loadIn(from).map((point) => point.latencyP50Ms))),
    p95: perColumn((from) => worst(loadIn(from).map((point) => point.latencyP95Ms))),
    p99: perColumn((from) => worst(loadIn(from).map((point) => point.latencyP99Ms))),
    current: perColumn((from) => instanceAt(from + step)?.current ?? null),
    desired: perColumn((from) => instanceAt(from + step)?.desired ?? null),
    tracked: perColumn((from) => {
      const point = pointIn(metric.points, timeline.startMs, from, step);
      return point === undefined ? null : metric.valueOf(point);
    }),
    concurrency: perColumn(
      (from) => pointIn(concurrency, timeline.startMs, from, step)?.value ?? null,
    ),
  };
}

/** Where each source ends, in seconds after time zero. */
function endSeconds(timeline: Timeline): number[] {
  const ends = [
    ...timeline.load.slice(-1).map((point) => point.startMs + 1_000),
    ...timeline.instances.slice(-1).map((point) => point.atMs),
    ...trackedMetric(timeline)
      .points.slice(-1)
      .map((point) => point.endMs),
  ];
  return ends.map((endMs) => Math.ceil((endMs - timeline.startMs) / 1_000));
}

/** Bounds for `slice`, looked up because a run that was cut off may have missing seconds. */
function range(timeline: Timeline, from: number, step: number): [number, number] {
  const first = timeline.load.findIndex((point) => point.second >= from);
  const end = timeline.load.findIndex((point) => point.second >= from + step);
  return first === -1 ? [0, 0] : [first, end === -1 ? timeline.load.length : end];
}

/** The datapoint that covers the middle of a column. */
function pointIn(
  points: readonly MetricPoint[],
  startMs: number,
  from: number,
  step: number,
): MetricPoint | undefined {
  const middleMs = startMs + (from + step / 2) * 1_000;
  return points.findLast((one) => one.startMs <= middleMs && middleMs < one.endMs);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function worst(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}
