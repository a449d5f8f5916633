/**
 * Counts what did not end correctly in the second when it was due: a request that waited 10 s for its
 * timeout says how the target was then, not how it is at the end of those 10 s.
 */
import type { LoadSample, OutcomeCounts } from '../record/load-events.ts';
import type { Outcome } from '../systems/outcome.ts';

/** @returns outcomes by second; correct ones, and all of an older record, in the second they ended in */
export function outcomesByDue(
  bySecond: ReadonlyMap<number, readonly LoadSample[]>,
): ReadonlyMap<number, OutcomeCounts> {
  const counts = new Map<number, OutcomeCounts>();
  const add = (second: number, outcome: Outcome, times: number): void => {
    if (times === 0) return;
    const of = counts.get(second) ?? {};
    of[outcome] = (of[outcome] ?? 0) + times;
    counts.set(second, of);
  };
  for (const [second, samples] of bySecond) {
    for (const { outcomes, dueEarlier } of samples) {
      for (const [outcome, ended = 0] of Object.entries(outcomes) as [Outcome, number?][]) {
        let left = ended;
        const earlier = outcome === 'correct' ? {} : (dueEarlier?.[outcome] ?? {});
        for (const [seconds, times] of Object.entries(earlier)) {
          const due = second - Number(seconds);
          // Of a record that was cut or damaged, what cannot be placed stays where it ended.
          const moved = bySecond.has(due) ? Math.min(times, left) : 0;
          add(due, outcome, moved);
          left -= moved;
        }
        add(second, outcome, left);
      }
    }
  }
  return counts;
}
