/** Decides whether two runs can be read in one chart, or whether each needs its own. */
import type { Chart } from '../html/chart-data.ts';
import { LETTERS } from '../pair-words.ts';
import type { Drawn } from './drawn-run.ts';

/** Beside one that is higher by this factor, a line would lie on the axis. */
const FLAT_FROM_RATIO = 12;

/**
 * @param lane of one run or of both, of which the last is drawn on top
 * @returns one chart, or one for each run where they would not be seen beside each other
 */
export function onOneScale(
  runs: readonly [Drawn, Drawn],
  lane: (runs: readonly Drawn[]) => Chart | null,
): Chart[] {
  const alone = runs.map((run) => lane([run])).filter((chart) => chart !== null);
  // A on top: where the two are equal, B shows between its dashes.
  const both = lane(runs.toReversed());
  if (both !== null && isOneScale(alone.map(highest))) return [both];
  return runs.flatMap((run) => {
    const chart = lane([run]);
    if (chart === null) return [];
    const { id, title } = chart;
    return [{ ...chart, id: `${id}-${run.side}`, title: `${LETTERS[run.side]}: ${title}` }];
  });
}

/** Nothing at all is seen beside anything. */
function isOneScale(highest: readonly number[]): boolean {
  const [low, high] = [Math.min(...highest), Math.max(...highest)];
  return low === 0 || high < FLAT_FROM_RATIO * low;
}

function highest({ series }: Chart): number {
  return series
    .filter(({ line }) => line !== 'dotted')
    .flatMap(({ values }) => values)
    .reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}
