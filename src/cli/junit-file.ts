/** The file of `--junit`: what a command found, or the error that kept it from finding anything. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../input/user-error.ts';
import { renderJunitError } from '../report/junit-error.ts';
import type { Problem } from './problem.ts';

/** @throws UserError when the file cannot be written */
export function copyJunit(directory: string, file: string): void {
  writing(file, () => copyFileSync(join(directory, 'junit.xml'), file));
}

/** @throws UserError when the file cannot be written */
export function writeJunit(document: string, file: string): void {
  writing(file, () => writeFileSync(file, document));
}

/** @throws UserError when the file cannot be written */
export function writeJunitError(problem: Problem, command: string, file: string): void {
  writeJunit(renderJunitError({ ...problem, command }), file);
}

function writing(file: string, write: () => void): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    write();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(`--junit ${file}: cannot be written (${code}); name another file.`, {
      cause,
    });
  }
}
