/** What an instance carries within a bound, by its steady states. */
import { shareAbove } from './latency-tally.ts';
import type { Bound } from './recorder.ts';
import type { Station } from './station.ts';

/** @returns the highest utilisation whose answers keep the bound; 0 when not even an idle instance does */
export function carriedUtilization(
  { levels }: Station,
  serviceMs: number,
  { percentile, maxMs, maxFailedShare }: Bound,
): number {
  const allowed = 1 - percentile / 100;
  let carried = 0;
  let before = 0;
  for (const { utilization, latencies, refusedShare } of levels) {
    const over = refusedShare + (1 - refusedShare) * shareAbove(latencies, maxMs / serviceMs);
    if (over > allowed || refusedShare > maxFailedShare) {
      const rise = over - before;
      return rise > 0 && over > allowed && utilization > 0
        ? carried + ((utilization - carried) * (allowed - before)) / rise
        : carried;
    }
    carried = Math.min(1, utilization);
    before = over;
  }
  return carried;
}
