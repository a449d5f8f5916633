/** Checks that dataset and load have enough distinct rows for the expected accuracy. */
import { rowsNeeded } from '../analysis/row-accuracy.ts';
import { subjectOf } from '../check/subject.ts';
import { count, counted, percent } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import { loadFactsOf } from '../load/load-facts.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { type Item, ok, problem, warning } from './item.ts';

const ROWS = { id: 'rows', group: 'Load', title: 'Rows' } as const;

/** Reads the dataset. @returns null if the scenario expects no accuracy */
export async function rowsItem(scenario: ResolvedScenario): Promise<Item | null> {
  const { accuracy } = scenario.expect;
  if (accuracy === undefined) return null;
  try {
    const { rows } = await subjectOf(scenario);
    const { requests } = loadFactsOf(scenario.phases);
    return judged(rows.length, requests, accuracy.minShare);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    return problem(ROWS, cause.message, 'Correct the dataset.');
  }
}

function judged(rows: number, requests: number, minShare: number): Item {
  const needed = rowsNeeded(minShare);
  const asked = Math.floor(distinctRows(rows, requests));
  const wanted = `an accuracy of at least ${percent(minShare)} needs ${count(needed)}`;
  if (rows < needed) {
    return warning(
      ROWS,
      `The dataset has ${counted(rows, 'row')}, and ${wanted}: the run would be inconclusive.`,
      `Extend the dataset to ${count(needed)} rows, or lower expect.accuracy.minShare.`,
    );
  }
  if (asked < needed) {
    return warning(
      ROWS,
      `The load requests about ${counted(asked, 'distinct row')} of ${count(rows)}, and ${wanted}: the run would be inconclusive.`,
      'Send more requests, or lower expect.accuracy.minShare.',
    );
  }
  return ok(ROWS, `The load requests about ${count(asked)} of ${counted(rows, 'row')}; ${wanted}.`);
}

/** Expected number; rows are drawn with replacement. */
function distinctRows(rows: number, requests: number): number {
  return rows === 0 ? 0 : rows * (1 - (1 - 1 / rows) ** requests);
}
