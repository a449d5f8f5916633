/** Finds run directories by the paths that users name. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../input/user-error.ts';

/**
 * @param named a run directory, or a parent of some
 * @returns the run directory itself, or all of a parent, by name and so by time
 * @throws UserError when there is none
 */
export function runDirectories(named: string): string[] {
  if (isRun(named)) return [named];
  const found = runsIn(named);
  if (found.length > 0) return found;
  const why = existsSync(named) ? 'has no manifest.json, and holds no runs' : 'does not exist';
  throw new UserError(
    `${named} ${why}; name a run directory such as reports/2026-11-21T09-30-05.123Z-wine-local, or a parent of some.`,
  );
}

/** The latest run or capacity test below a parent; null when there is none. */
export function newestReported(parent: string): string | null {
  return testsIn(parent).at(-1) ?? null;
}

export function isRun(directory: string): boolean {
  return existsSync(join(directory, 'manifest.json'));
}

/** By its file, which is there from the beginning: what lists directories should not read them all. */
export function isCapacity(directory: string): boolean {
  return existsSync(join(directory, 'steps.ndjson'));
}

function runsIn(parent: string): string[] {
  return testsIn(parent).filter((directory) => !isCapacity(directory));
}

function testsIn(parent: string): string[] {
  return (
    directoriesIn(parent)
      // Only names with a timestamp, so that `sample` is never the latest run; they sort by time.
      .filter((name) => /^\d{4}-/.test(name) && isRun(join(parent, name)))
      .sort()
      .map((name) => join(parent, name))
  );
}

function directoriesIn(parent: string): string[] {
  try {
    return readdirSync(parent);
  } catch {
    return [];
  }
}
