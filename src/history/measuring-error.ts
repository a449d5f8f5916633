/** How exactly a run can measure a metric at all: a smaller change is none. */
import { median } from '../statistics/order-statistics.ts';
import type { RunEntry } from './entry.ts';
import { metricOf } from './metrics.ts';

/**
 * A wait is read between two polls, so it may seem to change by their interval while nothing has: of decision, which
 * takes no time, that is many times its median. The intervals of other metrics tell of chance, which the
 * comparison of runs measures itself.
 *
 * @returns in the metric's unit; 0 where there is none.
 */
export function measuringError(id: string, runs: readonly RunEntry[]): number {
  if (metricOf(id)?.unit !== 'seconds') return 0;
  const errors = runs.flatMap(({ metrics }) => {
    const { value, high = null } = metrics[id] ?? {};
    return value === undefined || high === null ? [] : [high - value];
  });
  return errors.length === 0 ? 0 : median(errors);
}
