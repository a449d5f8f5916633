/** When workers began, by the one clock: the target's, which each of them read from the dates of its responses. */
import type { WorkerClock } from '../record/load-events.ts';

/** More than this from the agreed start is late, or early: a second of the plan is then another one's. */
export const START_TOLERANCE_MS = 1_000;

/** As finely as late workers' times are told apart. */
const GRAIN_MS = 100;

/**
 * Ms after the agreed start; where none was agreed, after 1970.
 *
 * @param startMs the worker's time zero, by its own clock
 */
export function lateMs(
  startMs: number,
  clock: WorkerClock | null,
  agreedMs: number | null,
): number {
  return startMs + (clock?.offsetMs ?? 0) - (agreedMs ?? 0);
}

/** Workers of the same lateness are summed together before it is known how late that is. */
export function lateness(ms: number): number {
  return Math.abs(ms) <= START_TOLERANCE_MS ? 0 : Math.round(ms / GRAIN_MS) * GRAIN_MS;
}

/**
 * Where lateness counts from. If some began at the agreed start, that. If none did, the target's clock differs from
 * all of the workers', or all were late together, which is no harm to the load: then the least late.
 */
export function referenceMs(latenesses: readonly number[], isAgreed: boolean): number {
  return latenesses.reduce(
    (least, one) => ((isAgreed ? Math.abs(one) < Math.abs(least) : one < least) ? one : least),
    latenesses[0] ?? 0,
  );
}
