/** The few failing responses that reports show, of all workers' records. */
import type { LoadEvent, LoadFailure, LoadSample, StatusCounts } from '../record/load-events.ts';

/** Of each outcome and HTTP status. */
const SHOWN_PER_KIND = 3;
const MOST_SHOWN = 20;

/** The first ones of each kind, in order of time; of many kinds rather one of each than several of some. */
export function failingResponses(load: readonly LoadEvent[]): LoadFailure[] {
  const byTime = load
    .filter((event): event is LoadFailure => event.type === 'failure')
    .sort((one, other) => one.atMs - other.atMs);
  const byKind = Map.groupBy(byTime, ({ outcome, status }) => `${outcome} ${status}`);
  const turns = Array.from({ length: SHOWN_PER_KIND }, (_, turn) =>
    [...byKind.values()].flatMap((kind) => kind.slice(turn, turn + 1)),
  );
  return turns
    .flat()
    .slice(0, MOST_SHOWN)
    .sort((one, other) => one.atMs - other.atMs);
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
