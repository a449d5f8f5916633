/** One run against one: how far apart they are, beside how far each is apart from itself. */
import { intervalOfChange } from '../statistics/interval-of-change.ts';
import type { Interval } from '../statistics/shift.ts';
import type { RunEntry } from './entry.ts';
import type { Metric } from './metrics.ts';

/**
 * The interval of a change, from the intervals within both runs, as if these were independent. It knows how the
 * seconds of a run differ, not how runs differ: so it is too narrow, and an indication.
 *
 * @returns in the unit of the change (a ratio's less 1); null unless each side is one run that has the metric's
 *   interval.
 */
export function insideInterval(
  id: string,
  base: readonly RunEntry[],
  candidate: readonly RunEntry[],
  compareBy: Metric['compareBy'],
): Interval | null {
  const [from, to] = [base, candidate].map((runs) =>
    runs.length === 1 ? withInterval(runs[0]!, id) : null,
  );
  if (from == null || to == null) return null;
  const interval = intervalOfChange(from, to, compareBy);
  if (interval === null || compareBy === 'difference') return interval;
  return { low: interval.low - 1, high: interval.high - 1 };
}

function withInterval({ metrics }: RunEntry, id: string) {
  const { value, low, high } = metrics[id] ?? { value: null, low: null, high: null };
  return value === null || low === null || high === null ? null : { value, low, high };
}
