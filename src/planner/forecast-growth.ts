/** How fast a forecast grows: what a policy has to follow while new instances are on their way. */
import type { PlannedSeries } from './plan-result.ts';

/** @returns requests/s that come on top every minute, over the steepest time as long as the lag; 0 at least */
export function growthPerMinute(series: PlannedSeries, lagSeconds: number): number {
  const { stepSeconds, loadRps, peakRps } = series;
  const steps = Math.max(1, Math.ceil(lagSeconds / stepSeconds));
  let steepest = 0;
  for (const [at, from] of loadRps.entries()) {
    const then = Math.max(from, ...peakRps.slice(at + 1, at + 1 + steps));
    steepest = Math.max(steepest, then - from);
  }
  return (steepest * 60) / (steps * stepSeconds);
}
