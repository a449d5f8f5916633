/** Adds runs to a history from their directories. */
import type { RunEntry } from '../../history/entry.ts';

/** All runs are read before any is added. @returns how many there were */
export async function addRuns(history: string, directories: readonly string[]): Promise<number> {
  const { addToHistory } = await import('../../history/history.ts');
  const entries = await entriesOf(directories);
  addToHistory(history, entries);
  return entries.length;
}

/** Judges each run anew, as `report` does. */
export async function entriesOf(directories: readonly string[]): Promise<RunEntry[]> {
  const { readRun } = await import('../../record/read.ts');
  const { judge } = await import('../../verdict/judge.ts');
  const { runEntry } = await import('../../history/run-entry.ts');
  const entries: RunEntry[] = [];
  for (const directory of directories) {
    const record = await readRun(directory);
    entries.push(runEntry(record, judge(record)));
  }
  return entries;
}
