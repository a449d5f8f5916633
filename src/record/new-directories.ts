/** Makes directories that can be taken back. */
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * One level at a time: Node's `recursive` option hangs in places such as /proc.
 *
 * @returns those it made, outermost first
 * @throws an error of Node's, after removing what it made
 */
export function makeMissing(directory: string): string[] {
  if (existsSync(directory)) return [];
  const made = makeMissing(dirname(directory));
  try {
    return makeNew(directory) ? [...made, directory] : made;
  } catch (cause) {
    removeEmpty(made);
    throw cause;
  }
}

/** @returns false when it exists, for example because another run has just created it */
export function makeNew(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Innermost first; what holds anything, such as another run, stays with all that is above it. */
export function removeEmpty(directories: readonly string[]): void {
  for (const directory of directories.toReversed()) {
    try {
      rmdirSync(directory);
    } catch {
      return;
    }
  }
}
