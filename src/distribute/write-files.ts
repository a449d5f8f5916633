/** Writes what was prepared into its folder: the only part of `distribute` that changes anything by itself. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../input/user-error.ts';
import { makeMissing } from '../record/new-directories.ts';
import { commandsScript } from './commands-script.ts';
import type { Prepared } from './prepared.ts';

/**
 * @param folder where the commands are meant to run, absolute
 * @throws UserError when the distribution's folder cannot be written
 */
export function writePrepared(prepared: Prepared, folder: string): void {
  const { directory } = prepared;
  const files = [...prepared.files, commandsScript(prepared, folder)];
  try {
    for (const { path, text } of files) {
      const file = join(directory, path);
      makeMissing(dirname(file));
      writeFileSync(file, text);
    }
  } catch (cause) {
    throw new UserError(
      `Cannot write ${directory}: ${(cause as Error).message}; choose another parent with --out.`,
      { cause },
    );
  }
}
