/** Sums over a longer period, of a metric that is recorded in a shorter one. */
import type { PeriodSeries } from './metric-series.ts';
import type { MetricPoint } from './timeline.ts';

/**
 * Only periods all of whose parts are known: a part of a sum would look like less load.
 *
 * @param anchorMs local epoch ms at which one of the longer periods begins
 */
export function summedOver(
  { points, periodSeconds }: PeriodSeries,
  longerSeconds: number,
  anchorMs: number,
): MetricPoint[] {
  const lengthMs = longerSeconds * 1_000;
  const parts = Math.round(longerSeconds / periodSeconds);
  const byStart = Map.groupBy(points, ({ startMs }) =>
    // A clock offset that was measured anew shifts no part into its neighbour.
    Math.floor((startMs - anchorMs) / lengthMs + 0.5 / parts),
  );
  return [...byStart]
    .filter(([, within]) => within.length === parts)
    .map(([index, within]) => {
      const startMs = anchorMs + index * lengthMs;
      const value = within.reduce((sum, point) => sum + point.value, 0);
      return {
        startMs,
        endMs: startMs + lengthMs,
        value,
        perMinute: (value * 60) / longerSeconds,
        final: within.every(({ final }) => final),
      };
    });
}
