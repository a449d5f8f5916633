/** The few failing responses that reports show, of all workers' records. */
import type { LoadEvent, LoadFailure, LoadSample, StatusCounts } from '../record/load-events.ts';

/** Of each outcome and HTTP status. */
const SHOWN_PER_KIND = 3;
const MOST_SHOWN = 20;

/** The first ones of each kind, in order of time. */
export function failingResponses(load: readonly LoadEvent[]): LoadFailure[] {
  const byTime = load
    .filter((event): event is LoadFailure => event.type === 'failure')
    .sort((one, other) => one.atMs - other.atMs);
  const shown = new Map<string, number>();
  const first = byTime.filter(({ outcome, status }) => {
    const kind = `${outcome} ${status}`;
    const before = shown.get(kind) ?? 0;
    shown.set(kind, before + 1);
    return before < SHOWN_PER_KIND;
  });
  return first.slice(0, MOST_SHOWN);
}

/** @returns null when no sample counts them */
export function statusTotals(load: readonly LoadEvent[]): StatusCounts | null {
  const counted = load.filter(
    (event): event is LoadSample => event.type === 'sample' && event.statuses !== undefined,
  );
  if (counted.length === 0) return null;
  const totals: StatusCounts = {};
  for (const { statuses } of counted) {
    for (const [status, times] of Object.entries(statuses ?? {})) {
      totals[status] = (totals[status] ?? 0) + times;
    }
  }
  return totals;
}
