/** Reads a history, says what was left out, and refuses a choice of nothing. */
import type { RunEntry } from '../../history/entry.ts';
import type { History, ReadOptions } from '../../history/history.ts';
import { type Selection, select } from '../../history/select.ts';
import { UserError } from '../../input/user-error.ts';

/** @throws UserError when the history cannot be read, or has no such runs. */
export async function readChosen(
  file: string,
  selection: Selection,
  options: ReadOptions,
): Promise<RunEntry[]> {
  const { readHistory } = await import('../../history/history.ts');
  return chosenOf(readHistory(file, options), selection);
}

export function chosenOf(history: History, selection: Selection): RunEntry[] {
  for (const problem of history.problems) process.stderr.write(`${problem}\n`);
  const chosen = select(history.runs, selection);
  if (chosen.length > 0) return chosen;
  const count = history.runs.length;
  throw new UserError(
    count === 0
      ? `History ${history.file} has no runs; add one with \`npx scaleproof run wine --record\`.`
      : `History ${history.file}: none of its runs (${count}) fits ${flagsOf(selection)}; leave one of them out.`,
  );
}

function flagsOf({ sinceMs, ...others }: Selection): string {
  const since = sinceMs === undefined ? [] : [`--since ${new Date(sinceMs).toISOString()}`];
  const named = Object.entries(others).map(([flag, value]) => `--${flag} ${value}`);
  return [...named, ...since].join(', ');
}
