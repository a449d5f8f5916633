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

/**
 * @param named the directory of a run or a capacity test, or a parent of some
 * @returns the directory itself, or all of a parent, by name and so by time
 * @throws UserError when there is none
 */
export function measurements(named: string): string[] {
  if (isMeasurement(named)) return [named];
  const found = measurementsIn(named);
  if (found.length > 0) return found;
  const why = existsSync(named) ? 'holds no runs and no capacity tests' : 'does not exist';
  throw new UserError(
    `${named} ${why}; name directories of runs or capacity tests, or a parent of some.`,
  );
}

/** The latest run below a parent; null when there is none. */
export function newestRun(parent: string): string | null {
  return runsIn(parent).at(-1) ?? null;
}

/** The latest run or capacity test below a parent; null when there is none. */
export function newestReported(parent: string): string | null {
  return measurementsIn(parent).at(-1) ?? null;
}

export function isRun(directory: string): boolean {
  return existsSync(join(directory, 'manifest.json'));
}

/** By its file, which is there from the beginning: what lists directories should not read them all. */
export function isCapacity(directory: string): boolean {
  return existsSync(join(directory, 'steps.ndjson'));
}

/** Of a capacity test, its result alone may have been kept. */
function isMeasurement(directory: string): boolean {
  return isRun(directory) || existsSync(join(directory, 'capacity.json'));
}

function runsIn(parent: string): string[] {
  return measurementsIn(parent).filter((directory) => isRun(directory) && !isCapacity(directory));
}

function measurementsIn(parent: string): string[] {
  return (
    directoriesIn(parent)
      // Only names with a timestamp, so that `sample` is never the latest run; they sort by time.
      .filter((name) => /^\d{4}-/.test(name) && isMeasurement(join(parent, name)))
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
