/** Reads a history, says what was left out, and refuses a choice of nothing. */
import type { RunEntry } from '../../history/entry.ts';
import type { Selection } from '../../history/select.ts';
import { UserError } from '../../input/user-error.ts';

/** @throws UserError when the history cannot be read, or has no such runs. */
export async function readChosen(file: string, selection: Selection): Promise<RunEntry[]> {
  const { readHistory } = await import('../../history/history.ts');
  const { select } = await import('../../history/select.ts');
  const history = readHistory(file);
  for (const problem of history.problems) process.stderr.write(`${problem}\n`);
  const chosen = select(history.runs, selection);
  if (chosen.length > 0) return chosen;
  const count = history.runs.length;
  throw new UserError(
    count === 0
      ? `History ${file} has no runs; add one with \`npx scaleproof run wine --record\`.`
      : `History ${file}: none of its runs (${count}) fits ${flagsOf(selection)}; leave one of them out.`,
  );
}

function flagsOf({ sinceMs, ...others }: Selection): string {
  const since = sinceMs === undefined ? [] : [`--since ${new Date(sinceMs).toISOString()}`];
  const named = Object.entries(others).map(([flag, value]) => `--${flag} ${value}`);
  return [...named, ...since].join(', ');
}
