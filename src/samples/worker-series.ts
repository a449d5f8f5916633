/** A worker's course over the load, in a few points of equal length, and its percentiles over all of it. */
import type { WorkerSeries } from '../record/workers-record.ts';
import { ERROR_OUTCOMES } from '../systems/outcome.ts';
import type { ReadSample } from './second-sum.ts';
import { addSketch, addSum, newSketchSum, type SketchSum, sketchOf } from './sketch-sum.ts';

/** As many as fit in a small chart. */
const MOST_POINTS = 60;
const LENGTHS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 86_400];

/** @param loadSeconds of the whole plan */
export function secondsPerPoint(loadSeconds: number): number {
  return LENGTHS.find((length) => loadSeconds / length <= MOST_POINTS) ?? LENGTHS.at(-1)!;
}

interface Point {
  sent: number;
  ended: number;
  failed: number;
  seconds: number;
  readonly lagMs: SketchSum;
  readonly latencyMs: SketchSum;
}

export interface Course {
  readonly series: WorkerSeries;
  readonly lagP99Ms: number | null;
  readonly latencyP99Ms: number | null;
}

/** @param shiftSeconds from the samples' seconds to those of the load */
export function courseOf(
  samples: readonly ReadSample[],
  counts: Float64Array,
  { length, shiftSeconds }: { length: number; shiftSeconds: number },
): Course {
  const points: (Point | undefined)[] = [];
  const [lagMs, latencyMs] = [newSketchSum(), newSketchSum()];
  for (const sample of samples) {
    const at = Math.floor(Math.max(0, sample.second + shiftSeconds) / length);
    const point = points[at] ?? newPoint();
    points[at] = point;
    point.seconds += 1;
    point.sent += sample.sent;
    for (const [outcome, count = 0] of Object.entries(sample.outcomes)) {
      point.ended += count;
      if (ERROR_OUTCOMES.some((one) => one === outcome)) point.failed += count;
    }
    addSketch(point.lagMs, sample.lagMs, counts);
    addSketch(point.latencyMs, sample.latencyMs, counts);
  }
  for (const point of points) {
    if (point === undefined) continue;
    addSum(lagMs, point.lagMs);
    addSum(latencyMs, point.latencyMs);
  }
  const each = (of: (point: Point) => number | null) =>
    Array.from(points, (point) => (point === undefined ? null : of(point)));
  return {
    series: {
      secondsPerPoint: length,
      sentRps: each(({ sent, seconds }) => sent / seconds),
      lagP99Ms: each((point) => p99(point.lagMs)),
      latencyP99Ms: each((point) => p99(point.latencyMs)),
      failedShare: each(({ failed, ended }) => (ended === 0 ? null : failed / ended)),
    },
    lagP99Ms: p99(lagMs),
    latencyP99Ms: p99(latencyMs),
  };
}

/** All lists of all workers to the same length. */
export function padded(series: WorkerSeries, points: number): WorkerSeries {
  const longer = (list: readonly (number | null)[]) =>
    Array.from({ length: points }, (_, at) => list[at] ?? null);
  return {
    secondsPerPoint: series.secondsPerPoint,
    sentRps: longer(series.sentRps),
    lagP99Ms: longer(series.lagP99Ms),
    latencyP99Ms: longer(series.latencyP99Ms),
    failedShare: longer(series.failedShare),
  };
}

function newPoint(): Point {
  const counts = { sent: 0, ended: 0, failed: 0, seconds: 0 };
  return { ...counts, lagMs: newSketchSum(), latencyMs: newSketchSum() };
}

function p99(sum: SketchSum): number | null {
  const quantile = sketchOf(sum).quantile(0.99);
  return quantile === null ? null : Math.round(quantile * 1_000) / 1_000;
}
