/**
 * A history on disk: a file of JSON lines, to which several writers may append at once.
 *
 * Lines are added by a single write in append mode, which the kernel keeps together. A killed writer leaves at
 * most its own line cut off, and the next writer begins a new one. Only pruning takes lines away: it moves the
 * file aside, then appends what it keeps to a new one. A writer whose file was moved meanwhile appends again,
 * so no line is lost; one that is there twice is read once.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readText } from '../input/read-text.ts';
import { UserError } from '../input/user-error.ts';

/** @param lines without their newlines. @throws UserError when the file cannot be written. */
export function appendLines(file: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const text = Buffer.from(`${lines.join('\n')}\n`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    while (!appendOnce(file, text)) {
      // Pruned between opening and writing: the file has a successor.
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(`Cannot write history ${file} (${code}); name another with --history.`, {
      cause,
    });
  }
}

/** @returns false when the file was moved aside meanwhile */
function appendOnce(file: string, text: Buffer): boolean {
  const descriptor = openSync(file, 'a+');
  try {
    const whole = endsALine(descriptor) ? text : Buffer.concat([Buffer.from('\n'), text]);
    let written = 0;
    while (written < whole.length) written += writeSync(descriptor, whole, written);
    fsyncSync(descriptor);
    return statSync(file, { throwIfNoEntry: false })?.ino === fstatSync(descriptor).ino;
  } finally {
    closeSync(descriptor);
  }
}

function endsALine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last.toString() === '\n';
}

/** @throws UserError when the file cannot be read. */
export function readLines(file: string): string[] {
  const aside = movedAside(file);
  const isThere = existsSync(file) || aside.length === 0;
  return [...aside, ...(isThere ? [file] : [])].flatMap(linesOf);
}

function linesOf(file: string): string[] {
  const next = 'name another with --history, or start one with `npx scaleproof history add RUN`';
  return readText({ file, name: `History ${file}`, next }).split('\n');
}

/**
 * @param keep given all lines, returns those to keep; called twice, the first time before anything moves.
 * @throws UserError when the file cannot be read or written; whatever `keep` throws.
 */
export function replaceLines(
  file: string,
  keep: (lines: readonly string[]) => readonly string[],
): void {
  keep(readLines(file));
  if (existsSync(file)) renameSync(file, `${file}.pruned-${process.pid}`);
  // Also what a pruning that was killed left behind.
  const aside = movedAside(file);
  appendLines(file, keep(aside.flatMap(linesOf)));
  for (const part of aside) rmSync(part, { force: true });
}

function movedAside(file: string): string[] {
  const folder = dirname(file);
  if (!existsSync(folder)) return [];
  const prefix = `${basename(file)}.pruned-`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(folder, name));
}
