/** Writes a file that a flag names. */
import { writeFileSync } from 'node:fs';
import { UserError } from '../input/user-error.ts';

/** @throws UserError when it cannot be written */
export function writeNamed(flag: string, file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(`Cannot write ${flag} ${file} (${code}); name another file.`, { cause });
  }
}
