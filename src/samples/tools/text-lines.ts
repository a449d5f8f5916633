/** Reads text files of any size, also gzipped ones, a batch of lines at a time. */
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { constants, createGunzip, gunzipSync } from 'node:zlib';

const HEAD_BYTES = 65_536;
/** Above a response body of many megabytes in base64, which vegeta keeps. */
const MAX_LINE_CHARACTERS = 100_000_000;

export interface Lines {
  readonly lines: readonly string[];
  /** Of the last batch: its only line has no line break, or the compressed data have no end. Otherwise null. */
  readonly cutOff: 'line' | 'data' | null;
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The beginning of a file, decompressed; bytes that are no text become replacement characters. */
export function headOf(file: string): string {
  const bytes = Buffer.alloc(HEAD_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    const head = bytes.subarray(0, readSync(descriptor, bytes, 0, HEAD_BYTES, 0));
    return (
      isGzip(head) ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head
    ).toString();
  } catch (cause) {
    // Whoever reads it to the end says what is wrong with it.
    if ((cause as NodeJS.ErrnoException).code?.startsWith('Z_')) return '';
    throw cause;
  } finally {
    closeSync(descriptor);
  }
}

export class LineTooLongError extends Error {}

/** The last line without a line break is a batch of its own. */
export async function* linesOf(file: string): AsyncGenerator<Lines> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of decompressed(file)) {
      const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MAX_LINE_CHARACTERS) throw new LineTooLongError();
      if (lines.length > 0) yield { lines: lines.map(withoutReturn), cutOff: null };
    }
  } catch (cause) {
    // The tool was killed before it had written the end of the compressed data.
    if ((cause as NodeJS.ErrnoException).code !== 'Z_BUF_ERROR') throw cause;
    yield { lines: rest === '' ? [] : [rest], cutOff: 'data' };
    return;
  }
  rest += decoder.end();
  if (rest !== '') yield { lines: [rest], cutOff: 'line' };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function decompressed(file: string): Readable {
  const bytes = createReadStream(file, { highWaterMark: 262_144 });
  if (!isGzipFile(file)) return bytes;
  const text = createGunzip({ chunkSize: 262_144 });
  bytes.on('error', (cause) => text.destroy(cause));
  return bytes.pipe(text);
}

function isGzipFile(file: string): boolean {
  const bytes = Buffer.alloc(2);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, bytes, 0, 2, 0);
  } finally {
    closeSync(descriptor);
  }
  return isGzip(bytes);
}
