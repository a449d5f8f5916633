/** Finds the CloudWatch datapoint that covers a moment. */
import { lastAt } from './last-at.ts';
import type { MetricPoint } from './timeline.ts';

/**
 * @param points ascending, without overlap
 * @returns null in a gap
 */
export function pointAt(points: readonly MetricPoint[], atMs: number): MetricPoint | null {
  const point = points[lastAt(points, ({ startMs }) => startMs, atMs)];
  return point !== undefined && atMs < point.endMs ? point : null;
}
