/** Reads a file that the user named, or says what is wrong with the file itself. */
import { readFileSync, type Stats, statSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { UserError } from './user-error.ts';

export interface NamedFile {
  readonly file: string;
  /** What the messages call it: `Scenario scenarios/wine.yml`. */
  readonly name: string;
  /** Completes the sentence: what to do when the file is not there or cannot be read. */
  readonly next: string;
  readonly maxBytes?: number;
}

/** JavaScript holds no longer text; 500 MB are also weeks of load samples. */
const MAX_BYTES = 500_000_000;

const UTF_16 = ['fffe', 'feff'];

/**
 * @returns the text without its byte order mark
 * @throws UserError when the file is missing, no file, too large, not readable, or not UTF-8 text
 */
export function readText(named: NamedFile): string {
  const { name } = named;
  const bytes = readBytes(named);
  const encoding = 'save it as UTF-8 text';
  if (UTF_16.includes(bytes.subarray(0, 2).toString('hex'))) {
    throw new UserError(`${name}: expected UTF-8 text, found UTF-16; ${encoding}.`);
  }
  const text = decode(bytes);
  const binary = text === null ? bytes.findIndex((byte) => byte > 0x7f) : text.indexOf('\0');
  if (text !== null && binary === -1) return text;
  const kind = text === null ? 'bytes that are not UTF-8' : 'a zero byte';
  throw new UserError(
    `${name}, line ${lineAt(bytes, binary)}: expected UTF-8 text, found ${kind}; ${encoding}, or name another file.`,
  );
}

/** @throws UserError when the file is missing, no file, too large or not readable */
export function readBytes(named: NamedFile): Buffer {
  const { file, name, next } = named;
  try {
    refuseUnlessFile(named);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new UserError(`${name} ${why}; ${next}.`, { cause });
  }
}

/** What a shell passes for `<(command)` and `-`: pipes that somebody writes to. */
const SHELL_PIPE = /^\/dev\/(stdin|fd\/\d+)$/;

/**
 * Before it is opened: a device never ends, and a pipe may never begin.
 *
 * @throws UserError when it is no file, or too large; an error of Node's when it is missing
 */
export function refuseUnlessFile({ file, name, next, maxBytes = MAX_BYTES }: NamedFile): void {
  const stats = statSync(file);
  if (stats.isFIFO() && SHELL_PIPE.test(file)) return;
  if (!stats.isFile()) {
    throw new UserError(`${name}: expected a file, found ${kindOf(stats)}; ${next}.`);
  }
  if (stats.size > maxBytes) {
    const [most, found] = [maxBytes, stats.size].map((bytes) => `${Math.ceil(bytes / 1e6)} MB`);
    throw new UserError(`${name}: expected at most ${most}, found ${found}; ${next}.`);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  return stats.isFIFO() ? 'a pipe' : 'a device or socket';
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function lineAt(bytes: Buffer, index: number): number {
  return bytes.subarray(0, Math.max(0, index)).toString('latin1').split('\n').length;
}
