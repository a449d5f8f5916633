/** Writes a file that a flag names. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../input/user-error.ts';

/** Folders on the way to it are made. @throws UserError when it cannot be written */
export function writeNamed(flag: string, file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(`${flag} ${file}: cannot be written (${code}); name another file.`, {
      cause,
    });
  }
}
