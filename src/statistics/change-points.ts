/**
 * Change points of a series as Apache Otava finds them: E-divisive in sliding windows with Student's test in place of
 * permutations, then the weakest points merged away (Fleming et al., "Hunter: Using Change Point Detection to Hunt for
 * Performance Regressions", ICPE 2023).
 */
import { strongestCandidate } from './e-divisive.ts';
import { momentsOf, studentTails } from './student-test.ts';

export interface ChangePointOptions {
  /** Values a window holds; windows overlap by half. */
  readonly window: number;
  readonly maxPValue: number;
  /** Least relative change, in the direction in which it is larger; 0.1 is 10 %. */
  readonly minMagnitude: number;
}

export interface ChangePoint {
  /** Of the first value after the change. */
  readonly index: number;
  /** Two-sided, of Student's test between this point's two neighbouring segments. */
  readonly pValue: number;
  readonly meanBefore: number;
  readonly meanAfter: number;
}

/** As Otava sets them. */
const DEFAULTS: ChangePointOptions = { window: 50, maxPValue: 0.001, minMagnitude: 0 };

/** @param values finite numbers. @returns in order */
export function changePoints(
  values: readonly number[],
  options: Partial<ChangePointOptions> = {},
): ChangePoint[] {
  const { window, maxPValue, minMagnitude } = { ...DEFAULTS, ...options };
  const weak = weakPoints(values, window, relaxed(maxPValue));
  return withoutWeak(values, weak, maxPValue, minMagnitude);
}

/** A change cut off by the edge of its window looks weaker than it is; merging applies the real bound. */
function relaxed(maxPValue: number): number {
  if (maxPValue < 0.05) return maxPValue * 10;
  return maxPValue < 0.5 ? maxPValue * 2 : maxPValue;
}

function weakPoints(values: readonly number[], window: number, maxPValue: number): number[] {
  const step = Math.floor(window / 2);
  const found = new Set<number>();
  let start = 0;
  while (start < values.length) {
    const inWindow = pointsWithin(
      values,
      start,
      Math.min(start + window, values.length),
      maxPValue,
    );
    for (const index of inWindow) found.add(index);
    start = Math.max(inWindow.at(-1) ?? 0, start + step);
  }
  return [...found].sort((a, b) => a - b);
}

/** Splits at the strongest candidate of any segment until that one is not significant. */
function pointsWithin(
  values: readonly number[],
  from: number,
  to: number,
  maxPValue: number,
): number[] {
  const bounds = [from, to];
  const candidates = [strongestCandidate(values, from, to)];
  for (;;) {
    let strongest = -1;
    candidates.forEach((candidate, segment) => {
      const best = candidates[strongest]?.strength ?? Number.NEGATIVE_INFINITY;
      if (candidate !== null && candidate.strength > best) strongest = segment;
    });
    const [start, end] = [bounds[strongest], bounds[strongest + 1]];
    if (start === undefined || end === undefined) break;
    const { index } = candidates[strongest]!;
    if (compare(values, start, index, end).pValue > maxPValue) break;
    bounds.splice(strongest + 1, 0, index);
    candidates.splice(
      strongest,
      1,
      strongestCandidate(values, start, index),
      strongestCandidate(values, index, end),
    );
  }
  return bounds.slice(1, -1);
}

/** Removes the least significant point, or else the smallest, until all are both significant and large enough. */
function withoutWeak(
  values: readonly number[],
  indices: readonly number[],
  maxPValue: number,
  minMagnitude: number,
): ChangePoint[] {
  const left = [...indices];
  const at = (place: number) =>
    compare(values, left[place - 1] ?? 0, left[place]!, left[place + 1] ?? values.length);
  const points = left.map((_, place) => at(place));
  while (points.length > 0) {
    let weakest = placeOf(points, (one, other) => one.pValue > other.pValue);
    if (points[weakest]!.pValue < maxPValue) {
      weakest = placeOf(points, (one, other) => magnitudeOf(one) < magnitudeOf(other));
      if (magnitudeOf(points[weakest]!) > minMagnitude) break;
    }
    left.splice(weakest, 1);
    points.splice(weakest, 1);
    // As Otava does, the next two points are tested anew, not the one before, which borders on another segment too.
    for (const place of [weakest, weakest + 1]) {
      if (place < points.length) points[place] = at(place);
    }
  }
  return points;
}

function placeOf(
  points: readonly ChangePoint[],
  beats: (one: ChangePoint, other: ChangePoint) => boolean,
): number {
  let chosen = 0;
  points.forEach((point, place) => {
    if (beats(point, points[chosen]!)) chosen = place;
  });
  return chosen;
}

/** The larger of the changes from left to right and from right to left; one from zero counts as none. */
function magnitudeOf({ meanBefore, meanAfter }: ChangePoint): number {
  return Math.max(
    meanBefore === 0 ? 0 : Math.abs(meanAfter / meanBefore - 1),
    meanAfter === 0 ? 0 : Math.abs(meanBefore / meanAfter - 1),
  );
}

/** Otava's test: equal variances, each divided by its count. */
function compare(
  values: readonly number[],
  start: number,
  index: number,
  end: number,
): ChangePoint {
  const [before, after] = [momentsOf(values, start, index), momentsOf(values, index, end)];
  const point = { index, meanBefore: before.mean, meanAfter: after.mean };
  const degrees = before.count + after.count - 2;
  const difference = before.mean - after.mean;
  if (degrees === 0 || difference === 0) return { ...point, pValue: 1 };
  const pooled =
    ((before.count - 1) * before.variance + (after.count - 1) * after.variance) / degrees;
  const t = difference / Math.sqrt(pooled * (1 / before.count + 1 / after.count));
  return { ...point, pValue: studentTails(t, degrees) };
}
