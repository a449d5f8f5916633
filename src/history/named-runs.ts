/** Finds the runs that a side of a comparison names. */

import { shown } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import type { RunEntry } from './entry.ts';

export interface RunSources {
  /** Entries of the run directories at a path; null where there is no such path. */
  readonly atPath: (path: string) => Promise<readonly RunEntry[] | null>;
  /** All runs of the history, of which there may be none; asked only when a name is no path. */
  readonly recorded: () => readonly RunEntry[];
}

/**
 * @param side names separated by commas, each a path of run directories, or of the history a run's id, a label,
 *   or a commit's first digits (at least 4)
 * @throws UserError when a name is none of these
 */
export async function namedRuns(
  side: string,
  { atPath, recorded }: RunSources,
): Promise<RunEntry[]> {
  const found: RunEntry[] = [];
  for (const name of side.split(',').map((part) => part.trim())) {
    const runs = (await atPath(name)) ?? recordedAs(name, recorded());
    if (runs.length === 0) {
      throw new UserError(
        `${shown(name)}: expected a run directory, or a run, label or commit of the history; there is none, so look at \`npx scaleproof history\`.`,
      );
    }
    found.push(...runs);
  }
  const byId = new Map(found.map((run) => [run.runId, run]));
  return [...byId.values()].toSorted((left, right) => left.startedAtMs - right.startedAtMs);
}

function recordedAs(name: string, runs: readonly RunEntry[]): readonly RunEntry[] {
  const matches = [
    (run: RunEntry) => run.runId === name,
    (run: RunEntry) => run.label === name,
    (run: RunEntry) => /^[0-9a-f]{4,}$/i.test(name) && !!run.commit?.startsWith(name.toLowerCase()),
  ];
  for (const isMeant of matches) {
    const found = runs.filter(isMeant);
    if (found.length > 0) return found;
  }
  return [];
}
