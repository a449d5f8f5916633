/** Finds the stretch of a run that did most to miss a limit: where a reader should look first. */
import { covering, type Span, spanBetween } from './span.ts';
import type { MetricPoint } from './timeline.ts';

/** A second of load or a metric's period. */
export interface Part extends Span {
  /** What it has beyond what the limit allows: failed requests less those that may fail. Below 0 within it. */
  readonly excess: number;
}

/**
 * The consecutive parts whose excess adds up to the most; the earliest and shortest of equals. Bad moments
 * count as one stretch unless what lies between them makes up for either.
 *
 * Linear time, after Kadane: a stretch that adds up to nothing is no beginning of a worse one.
 *
 * @param parts in any order; those that begin together, such as the samples of several workers, count as one
 * @returns null where no part exceeds the limit
 */
export function worstStretch(parts: readonly Part[]): Span | null {
  const inOrder = together(parts);
  let worst = { excess: 0, from: 0, to: 0 };
  let open = { excess: 0, from: 0 };
  for (const [index, { excess }] of inOrder.entries()) {
    if (open.excess <= 0) open = { excess: 0, from: index };
    open.excess += excess;
    if (open.excess > worst.excess) worst = { ...open, to: index + 1 };
  }
  return covering(inOrder.slice(worst.from, worst.to));
}

function together(parts: readonly Part[]): Part[] {
  const byStart = new Map<number, Part>();
  for (const part of parts) {
    const { toMs, excess } = byStart.get(part.fromMs) ?? { toMs: part.toMs, excess: 0 };
    const both = { toMs: Math.max(toMs, part.toMs), excess: excess + part.excess };
    byStart.set(part.fromMs, { fromMs: part.fromMs, ...both });
  }
  return [...byStart.values()].sort((left, right) => left.fromMs - right.fromMs);
}

/** Of seconds of load. */
export function worstSeconds<Second extends { readonly startMs: number }>(
  seconds: readonly Second[],
  excess: (second: Second) => number,
): Span | null {
  return worstStretch(
    seconds.map((second) => ({
      fromMs: second.startMs,
      toMs: second.startMs + 1_000,
      excess: excess(second),
    })),
  );
}

/** Of datapoints. */
export function worstPeriods(
  points: readonly MetricPoint[],
  excess: (point: MetricPoint) => number,
): Span | null {
  return worstStretch(
    points.map((point) => ({
      ...spanBetween(point.startMs, point.endMs),
      excess: excess(point),
    })),
  );
}

/**
 * Of two metrics of the same periods: where most of the one was beyond its allowed share of the other. Periods
 * that only one of them has count as 0 in the other.
 */
export function worstShare(
  counted: readonly MetricPoint[],
  of: readonly MetricPoint[],
  maxShare: number,
): Span | null {
  const parts = (points: readonly MetricPoint[], weight: number): Part[] =>
    points.map((point) => ({
      ...spanBetween(point.startMs, point.endMs),
      excess: weight * point.value,
    }));
  return worstStretch([...parts(counted, 1), ...parts(of, -maxShare)]);
}
