/** Reads a JSON file that another command wrote, in a version that this one knows. */
import type { z } from 'zod';
import { UserError } from '../input/user-error.ts';
import { readRegularText } from './read-regular.ts';

/**
 * `isNot`: `no plan`; `next`: what to do instead, with its full stop.
 *
 * @throws UserError (as a rejection) naming the file, what is wrong with it and the next step
 */
export async function readWritten<T>(
  file: string,
  schema: z.ZodType<T>,
  {
    version,
    isNot,
    next,
  }: { readonly version: number; readonly isNot: string; readonly next: string },
): Promise<T> {
  let given: unknown;
  try {
    given = JSON.parse(await readRegularText(file));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'is not JSON' : 'does not exist or cannot be read';
    throw new UserError(`${file} ${why}; ${next}`, { cause });
  }
  const written = (given as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof written === 'number' && written > version) {
    throw new UserError(
      `${file} has schema version ${written}, and this Scaleproof reads version ${version}; upgrade Scaleproof.`,
    );
  }
  const { success, data, error } = schema.safeParse(given);
  if (success) return data;
  const key = error.issues[0]?.path.join('.') || 'the whole file';
  throw new UserError(`${file} is ${isNot} (see ${key}); ${next}`, { cause: error });
}
