/** Reads a text file that the user named, or says what is wrong with the file itself. */
import { readFileSync, statSync } from 'node:fs';
import { TextDecoder } from 'node:util';
import { UserError } from './user-error.ts';

export interface TextFile {
  readonly file: string;
  /** What the messages call it: `Scenario scenarios/wine.yml`. */
  readonly name: string;
  /** Completes the sentence: what to do when the file is not there or cannot be read. */
  readonly next: string;
}

const UTF_16 = ['fffe', 'feff'];

/**
 * @returns the text without its byte order mark
 * @throws UserError when the file is missing, no file, not readable, or not UTF-8 text
 */
export function readText({ file, name, next }: TextFile): string {
  const bytes = readBytes({ file, name, next });
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

function readBytes({ file, name, next }: TextFile): Buffer {
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) {
      throw new UserError(`${name}: expected a file, found a directory; ${next}.`);
    }
    // Devices never end; pipes do.
    if (!stats.isFile() && !stats.isFIFO()) {
      throw new UserError(`${name}: expected a file, found a device or socket; ${next}.`);
    }
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new UserError(`${name} ${why}; ${next}.`, { cause });
  }
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
