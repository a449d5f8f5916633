/** Finds the CloudWatch datapoint that covers a moment. */
import type { MetricPoint } from './timeline.ts';

/**
 * @param points ascending, without overlap
 * @returns null in a gap
 */
export function pointAt(points: readonly MetricPoint[], atMs: number): MetricPoint | null {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.startMs <= atMs) low = middle + 1;
    else high = middle;
  }
  const point = points[low - 1];
  return point !== undefined && atMs < point.endMs ? point : null;
}
