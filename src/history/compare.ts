/**
 * Compares two sets of runs, metric by metric, as benchstat compares benchmarks: the run is the sample, no run is
 * taken for an outlier, and what is not shown is not claimed.
 */
import { DurationSketch } from '../record/sketch.ts';
import { ansariBradley } from '../statistics/ansari-bradley.ts';
import { mannWhitney, smallestPValue } from '../statistics/mann-whitney.ts';
import { median } from '../statistics/order-statistics.ts';
import { type Interval, ratioInterval, shiftInterval } from '../statistics/shift.ts';
import { spreadChange } from '../statistics/spread-change.ts';
import type { RunEntry } from './entry.ts';
import { insideInterval } from './inside-interval.ts';
import { measuringError } from './measuring-error.ts';
import { inOrder, type Metric, metricOf, titleOf } from './metrics.ts';

/** What is said of a metric. `~` in tables is `not-shown`; only `comparePair` leaves one `not-compared`. */
export type Finding =
  | 'better'
  | 'worse'
  | 'spread-changed'
  | 'not-shown'
  | 'too-few-runs'
  | 'one-side-only'
  | 'not-compared';

export interface Side {
  /** Runs that have the metric. */
  readonly runs: number;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface ComparedMetric {
  readonly id: string;
  readonly title: string;
  readonly unit: Metric['unit'];
  readonly better: Metric['better'];
  readonly compareBy: Metric['compareBy'];
  /** Null where no run of the side could tell. */
  readonly base: Side | null;
  readonly candidate: Side | null;
  /**
   * Candidate against base: of the medians, 0.1 is 10 % more (`ratio`), or 0.1 more in the metric's unit
   * (`difference`). Null where one side has none, or a ratio has no meaning.
   */
  readonly change: number | null;
  /** 95 %, from the ranks of the runs; null with too few. */
  readonly interval: Interval | null;
  readonly pValue: number | null;
  readonly finding: Finding;
  /**
   * For too few runs: the change with the interval that both runs have inside themselves, in the unit of
   * `change`; whether it leaves out no change is an indication, and no more.
   */
  readonly inside: Interval | null;
  /** The largest change for the worse that is allowed, in the unit of `change`. */
  readonly maxRegression: number;
  /** Worse, and by more than is allowed. */
  readonly isRegression: boolean;
}

export interface Comparison {
  readonly base: readonly RunEntry[];
  readonly candidate: readonly RunEntry[];
  readonly alpha: number;
  /** The smallest p that so many runs can have. */
  readonly smallestPValue: number;
  readonly metrics: readonly ComparedMetric[];
  /** `regression`: some metric is one. `insufficient`: no metric could have been shown to be one. */
  readonly result: 'no-regression' | 'regression' | 'insufficient';
}

export interface CompareOptions {
  /** The p below which a difference is shown. */
  readonly alpha: number;
  /** By metric id or name, as a share or as the difference of one; else that of the metric. */
  readonly maxRegression: (id: string, metric: Metric) => number;
}

/** @param base at least one run. @param candidate at least one. */
export function compareRuns(
  base: readonly RunEntry[],
  candidate: readonly RunEntry[],
  options: CompareOptions,
): Comparison {
  const smallest = smallestPValue(base.length, candidate.length);
  const metrics = idsOf([...base, ...candidate]).map((id) =>
    compareMetric(id, base, candidate, options),
  );
  const isRegression = metrics.some((metric) => metric.isRegression);
  return {
    ...{ base, candidate, alpha: options.alpha, smallestPValue: smallest, metrics },
    result: isRegression
      ? 'regression'
      : smallest >= options.alpha || metrics.every(({ finding }) => !isDecided(finding))
        ? 'insufficient'
        : 'no-regression',
  };
}

function isDecided(finding: Finding): boolean {
  return !['too-few-runs', 'one-side-only', 'not-compared'].includes(finding);
}

function idsOf(runs: readonly RunEntry[]): string[] {
  return inOrder(['passed', ...runs.flatMap(({ metrics }) => Object.keys(metrics))]);
}

function compareMetric(
  id: string,
  baseRuns: readonly RunEntry[],
  candidateRuns: readonly RunEntry[],
  { alpha, maxRegression }: CompareOptions,
): ComparedMetric {
  const metric = metricOf(id)!;
  const [base, candidate] = [valuesOf(id, baseRuns), valuesOf(id, candidateRuns)];
  const { unit, better, compareBy } = metric;
  const allowed = maxRegression(id, metric);
  const told = { id, title: titleOf(id), unit, better, compareBy, maxRegression: allowed };
  const sides = { base: sideOf(base), candidate: sideOf(candidate) };
  const nothing = { change: null, interval: null, pValue: null, inside: null, isRegression: false };
  if (base.length === 0 || candidate.length === 0) {
    return { ...told, ...sides, ...nothing, finding: 'one-side-only' };
  }
  const { estimate = null, interval = null } = changeOf(base, candidate, compareBy) ?? {};
  const { pValue } = mannWhitney(base, candidate);
  const compared = { ...told, ...sides, change: estimate, interval, pValue };
  if (smallestPValue(base.length, candidate.length) >= alpha) {
    const inside = insideInterval(id, baseRuns, candidateRuns, compareBy);
    return { ...compared, inside, finding: 'too-few-runs', isRegression: false };
  }
  // A rank test may show a difference whose size is none, where many values are tied.
  const size = estimate ?? median(candidate) - median(base);
  const isShown = pValue < alpha && size !== 0;
  const isWorse = better === 'lower' ? size > 0 : size < 0;
  return {
    ...compared,
    inside: null,
    finding: isShown
      ? isWorse
        ? 'worse'
        : 'better'
      : ansariBradley(base, candidate).pValue < alpha ||
          isSpreadWithin(id, baseRuns, candidateRuns, alpha)
        ? 'spread-changed'
        : 'not-shown',
    isRegression:
      isShown &&
      isWorse &&
      Math.abs(size) > allowed &&
      Math.abs(median(candidate) - median(base)) >
        measuringError(id, [...baseRuns, ...candidateRuns]),
  };
}

/** Where the medians agree: whether the latencies within the runs lie further apart than they did, or closer. */
function isSpreadWithin(
  id: string,
  baseRuns: readonly RunEntry[],
  candidateRuns: readonly RunEntry[],
  alpha: number,
): boolean {
  const { name, segment } = metricOf(id)!;
  if (name !== 'latency-p50') return false;
  const [base, candidate] = [baseRuns, candidateRuns].map((runs) =>
    runs.flatMap(({ segments }) => {
      const found = segments.find((each) => each.name === segment);
      return found === undefined ? [] : [DurationSketch.fromLine(found.latencyMs)];
    }),
  ) as [DurationSketch[], DurationSketch[]];
  if (base.length === 0 || candidate.length === 0) return false;
  return (spreadChange(base, candidate)?.pValue ?? 1) < alpha;
}

function valuesOf(id: string, runs: readonly RunEntry[]): number[] {
  if (id === 'passed') return runs.map(({ status }) => (status === 'pass' ? 1 : 0));
  return runs.flatMap(({ metrics }) => (metrics[id] === undefined ? [] : [metrics[id].value]));
}

function sideOf(values: readonly number[]): Side | null {
  if (values.length === 0) return null;
  return {
    runs: values.length,
    median: median(values),
    lowest: Math.min(...values),
    highest: Math.max(...values),
  };
}

/** As a change: a ratio of 1.1 is 0.1. Null for a ratio of values that are not all above 0. */
function changeOf(
  base: readonly number[],
  candidate: readonly number[],
  compareBy: Metric['compareBy'],
): { readonly estimate: number; readonly interval: Interval | null } | null {
  if (compareBy === 'difference') return shiftInterval(base, candidate);
  const ratio = ratioInterval(base, candidate);
  if (ratio === null) return null;
  const { estimate, interval } = ratio;
  return {
    estimate: estimate - 1,
    interval: interval && { low: interval.low - 1, high: interval.high - 1 },
  };
}
