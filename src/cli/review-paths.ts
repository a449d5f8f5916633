/** Sorts what a review was given: directories of measurements, and files of plans. */
import { statSync } from 'node:fs';
import { UserError } from '../input/user-error.ts';
import type { ReviewPaths } from '../run/review-inputs.ts';
import { measurements } from './run-directories.ts';

/** Judging a run takes up to a second. */
const MOST_DIRECTORIES = 40;

/**
 * @param named none for all below `reports`
 * @throws UserError when a path does not exist
 */
export function reviewPaths(named: readonly string[], reports: string): ReviewPaths {
  const planFiles = named.filter(isFile);
  const parents = named.filter((path) => !planFiles.includes(path));
  const given = parents.length > 0 || planFiles.length > 0 ? parents : [reports];
  const all = [...new Set(given.flatMap(measurements))];
  const directories = all.slice(-MOST_DIRECTORIES);
  return {
    planFiles,
    directories,
    leftOut:
      directories.length === all.length
        ? []
        : [
            `Only the newest ${directories.length} of ${all.length} directories were read; name those that the review is about.`,
          ],
  };
}

function isFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined) return found.isFile();
  throw new UserError(
    `${path} does not exist; name a run, a capacity test, or a plan as \`plan --json\` prints it.`,
  );
}
