/** Adds runs to a history from their directories. */
import type { RunEntry } from '../../history/entry.ts';

/** @returns the entries added. All runs are read before any is added. */
export async function addRuns(
  history: string,
  directories: readonly string[],
): Promise<RunEntry[]> {
  const { readRun } = await import('../../record/read.ts');
  const { judge } = await import('../../verdict/judge.ts');
  const { runEntry } = await import('../../history/entry.ts');
  const { addToHistory } = await import('../../history/history.ts');
  const entries: RunEntry[] = [];
  for (const directory of directories) {
    const record = await readRun(directory);
    entries.push(runEntry(record, judge(record)));
  }
  addToHistory(history, entries);
  return entries;
}
