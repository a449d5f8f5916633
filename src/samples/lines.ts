/** The lines of a source, unpacked, one after the other; never more than a part of it in memory. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { constants, createGunzip } from 'node:zlib';
import type { Entry, Place } from './place.ts';

export interface Line {
  readonly text: string;
  /** From 1 in its file. */
  readonly number: number;
  readonly file: string;
  /** Whether it ended with a line break; a last line without may be half of one. */
  readonly isWhole: boolean;
}

/** Lines with the answers of 10,000 rows are 200 KB; what is longer is no line of samples. */
const MAX_LINE_BYTES = 16 << 20;

type Chunks = AsyncIterable<Uint8Array> | readonly Buffer[];

/** @param onLine not awaited: a promise a line would cost as much as reading it */
export async function readLines(
  place: Place,
  files: readonly Entry[],
  onLine: (line: Line) => void,
): Promise<void> {
  for await (const lines of lineBatches(place, files)) for (const line of lines) onLine(line);
}

/** As many at once as were read at once. */
export async function* lineBatches(
  place: Place,
  files: readonly Entry[],
): AsyncGenerator<readonly Line[]> {
  for await (const { name, bytes } of readAhead(place, files)) yield* split(bytes, name);
}

/** Waits for a small file while the next ones are on their way. */
async function* readAhead(
  place: Place,
  files: readonly Entry[],
): AsyncGenerator<{ name: string; bytes: Chunks }> {
  const asked: Promise<Buffer>[] = [];
  for (const [index, { name }] of files.entries()) {
    while (asked.length < place.readAhead && index + asked.length < files.length) {
      const wanted = files[index + asked.length]!;
      // A large one is read as it comes.
      if (place.readAhead === 1 || wanted.bytes > MAX_LINE_BYTES) break;
      const all = buffer(place.read(wanted));
      all.catch(() => {});
      asked.push(all);
    }
    const ready = asked.shift();
    yield {
      name,
      bytes: ready === undefined ? place.read(files[index]!) : [await ready],
    };
  }
}

async function* split(bytes: Chunks, file: string): AsyncGenerator<Line[]> {
  let rest: Buffer | null = null;
  let number = 0;
  for await (const chunk of unpacked(bytes)) {
    const lines: Line[] = [];
    const from: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = from.indexOf(10, rest?.length ?? 0); end !== -1; end = from.indexOf(10, start)) {
      number += 1;
      if (end > start) {
        lines.push({ text: from.toString('utf8', start, end), number, file, isWhole: true });
      }
      start = end + 1;
    }
    rest = start === from.length ? null : from.subarray(start);
    if (rest !== null && rest.length > MAX_LINE_BYTES) rest = rest.subarray(0, 1);
    yield lines;
  }
  if (rest !== null) {
    yield [{ text: rest.toString('utf8'), number: number + 1, file, isWhole: false }];
  }
}

/** Gzip by its first two bytes, whatever the name. What was cut off ends where it can be unpacked to. */
async function* unpacked(bytes: Chunks): AsyncGenerator<Buffer> {
  const chunks = Symbol.asyncIterator in bytes ? bytes[Symbol.asyncIterator]() : bytes.values();
  const first = await chunks.next();
  if (first.done) return;
  const whole = async function* () {
    yield asBuffer(first.value);
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      yield asBuffer(next.value);
    }
  };
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* whole();
    return;
  }
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  const source = Readable.from(whole());
  source.on('error', (cause) => gunzip.destroy(cause));
  source.pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (!code.startsWith('Z_')) throw cause;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
