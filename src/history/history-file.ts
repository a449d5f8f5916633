/**
 * A history on disk: a file of JSON lines, to which several writers may append at once.
 *
 * Lines are added by a single write in append mode, which the kernel keeps together. A killed writer leaves at
 * most its own line cut off, and the next writer begins a new one. Only pruning takes lines away: it moves the
 * file aside, appends what it keeps to a new one, then deletes the old. A writer whose file was moved meanwhile
 * appends again, and a reader that saw it move reads again, so no line is lost; one that is there twice is read
 * once.
 */
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readText } from '../input/read-text.ts';
import { UserError } from '../input/user-error.ts';

/** @param lines without their newlines. @throws UserError when the file cannot be written. */
export function appendLines(file: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const text = Buffer.from(`${lines.join('\n')}\n`);
  writing(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    while (!appendOnce(file, text)) {
      // Pruned between opening and writing: the file has a successor.
    }
  });
}

/** @returns false when the file was moved aside meanwhile */
function appendOnce(file: string, text: Buffer): boolean {
  const descriptor = openSync(file, 'a+');
  try {
    const whole = endsALine(descriptor) ? text : Buffer.concat([Buffer.from('\n'), text]);
    let written = 0;
    while (written < whole.length) written += writeSync(descriptor, whole, written);
    fsyncSync(descriptor);
    return inodeOf(file) === fstatSync(descriptor).ino;
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

export function historyExists(file: string): boolean {
  return partsOf(file).length > 0;
}

/** Its first bytes, as many as the text has; false as well where they cannot be read. */
export function startsWith(file: string, text: string): boolean {
  const found = Buffer.alloc(Buffer.byteLength(text));
  try {
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, found, 0, found.length, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
  return found.toString() === text;
}

/** @throws UserError when the file does not exist or cannot be read. */
export function readLines(file: string): string[] {
  for (;;) {
    const parts = partsOf(file);
    try {
      const lines = (parts.length === 0 ? [file] : parts).flatMap(linesOf);
      if (isSame(parts, partsOf(file))) return lines;
    } catch (cause) {
      if (isSame(parts, partsOf(file))) throw cause;
    }
    // Pruned while it was read.
  }
}

function linesOf(file: string | Part): string[] {
  const path = typeof file === 'string' ? file : file.path;
  const next = 'name another with --history, or start one with `npx scaleproof history add RUN`';
  return readText({ file: path, name: `History ${path}`, next }).split('\n');
}

/**
 * @param keep given all lines, returns those to keep; called twice, the first time before anything moves.
 * @throws UserError when the file cannot be read or written; whatever `keep` throws.
 */
export function replaceLines(
  named: string,
  keep: (lines: readonly string[]) => readonly string[],
): void {
  keep(readLines(named));
  writing(named, () => {
    const file = resolved(named);
    moveAside(file);
    // Also what a pruning that was killed left behind.
    const aside = asideOf(file);
    appendLines(file, keep(aside.flatMap(linesIfThere)));
    for (const { path } of aside) rmSync(path, { force: true });
  });
}

/** To a name that no other pruning, killed or not, has taken. */
function moveAside(file: string): void {
  try {
    renameSync(file, `${file}${ASIDE}${randomUUID()}`);
  } catch (cause) {
    // Or another pruning has just moved it.
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
  }
}

/** What another pruning has deleted meanwhile, it has appended before. */
function linesIfThere(part: Part): string[] {
  try {
    return linesOf(part);
  } catch (cause) {
    if (inodeOf(part.path) === null) return [];
    throw cause;
  }
}

const ASIDE = '.pruned-';

interface Part {
  readonly path: string;
  readonly inode: number | null;
}

/** The files that hold the history: what a pruning has moved aside, then the file itself. */
function partsOf(named: string): Part[] {
  const file = resolved(named);
  // First the file, then the folder: what is moved in between is seen twice, and never not at all.
  const own = { path: file, inode: inodeOf(file) };
  return [...asideOf(file), ...(own.inode === null ? [] : [own])];
}

function asideOf(file: string): Part[] {
  const folder = dirname(file);
  const prefix = `${basename(file)}${ASIDE}`;
  return namesIn(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(folder, name))
    .map((path) => ({ path, inode: inodeOf(path) }));
}

function isSame(before: readonly Part[], after: readonly Part[]): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Null where there is nothing, or nothing that we may see: whoever reads it then says why. */
function inodeOf(file: string): number | null {
  try {
    return statSync(file).ino;
  } catch {
    return null;
  }
}

/** Where a link leads, also while nothing is there: pruning leaves the link, and replaces the file. */
function resolved(file: string): string {
  for (const follow of [realpathSync, (link: string) => resolve(dirname(link), readlinkSync(link))])
    try {
      return follow(file);
    } catch {
      // No link, or one that leads nowhere.
    }
  return file;
}

function writing(file: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw cause;
    throw new UserError(`Cannot write history ${file} (${code}); name another with --history.`, {
      cause,
    });
  }
}
