/** Checks that every row can be sent, and that there are enough distinct ones for the expected accuracy. */
import { rowsNeeded } from '../analysis/row-accuracy.ts';
import { subjectOf } from '../check/subject.ts';
import { count, counted, percent } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import { loadFactsOf } from '../load/load-facts.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { type Item, ok, problem, warning } from './item.ts';

const ROWS = { id: 'rows', group: 'Load', title: 'Rows' } as const;

/** Reads the dataset and encodes every row, as `run` does before it sends one. */
export async function rowsItem(scenario: ResolvedScenario): Promise<Item> {
  const { accuracy } = scenario.expect;
  try {
    const { rows, codec } = await subjectOf(scenario);
    for (const row of rows) codec.encode(row, scenario.address);
    if (accuracy === undefined) return ok(ROWS, `${counted(rows.length, 'row')}, all readable.`);
    const labelled = rows.filter(({ label }) => label !== '').length;
    const { requests } = loadFactsOf(scenario.phases);
    return labelled === 0 ? unlabelled(rows.length) : judged(labelled, requests, accuracy.minShare);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    return problem(ROWS, cause.message, 'Correct the dataset, or the module that reads it.');
  }
}

function unlabelled(rows: number): Item {
  return problem(
    ROWS,
    `No row of the dataset (${counted(rows, 'row')}) has a label, so no prediction can be called correct.`,
    'Fill the label column, or remove expect.accuracy.',
  );
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
