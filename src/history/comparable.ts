/** Takes from chosen runs those that can be compared, and refuses what cannot. */
import { UserError } from '../input/user-error.ts';
import type { RunEntry } from './entry.ts';
import { differences, type SeriesKey } from './series-key.ts';

export interface Usable {
  readonly runs: readonly RunEntry[];
  /** One sentence for each run left out. */
  readonly leftOut: readonly string[];
}

/**
 * A run that was interrupted or in doubt measured something else than the others did. One that failed did not:
 * a missed bound is a measurement like any other.
 */
export function usable(runs: readonly RunEntry[]): Usable {
  const isUsable = ({ status, ended }: RunEntry) =>
    (status === 'pass' || status === 'fail') && ended === 'completed';
  return {
    runs: runs.filter(isUsable),
    leftOut: runs
      .filter((run) => !isUsable(run))
      .map(({ runId, status, ended }) =>
        ended === 'completed'
          ? `${runId} is left out: its verdict is ${status}.`
          : `${runId} is left out: it did not complete (${ended}).`,
      ),
  };
}

/**
 * @param across parts of the key in which runs may differ
 * @throws UserError when two runs differ in another part
 */
export function requireLike(runs: readonly RunEntry[], across: readonly (keyof SeriesKey)[]): void {
  const [first, ...others] = runs;
  for (const other of others) {
    const found = differences(first!.key, other.key).filter(({ part }) => !across.includes(part));
    const [{ part, left, right } = { part: null, left: '', right: '' }] = found;
    if (part === null) continue;
    const more =
      found.length > 1
        ? ` (and ${found
            .slice(1)
            .map((one) => one.part)
            .join(', ')})`
        : '';
    const flags = found.map((one) => `--across ${one.part}`).join(' ');
    throw new UserError(
      `${first!.runId} and ${other.runId} differ in ${part}: ${left} and ${right}${more}; compare runs that agree, or add ${flags}.`,
    );
  }
}
