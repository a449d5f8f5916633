/** Another tool's output as the lines of a `load.ndjson`: read once, in any size, never whole in memory. */
import { quoted } from '../../input/quote.ts';
import { UserError } from '../../input/user-error.ts';
import type { LoadEvent } from '../../record/load-events.ts';
import { RecordJoiner } from './csv-record.ts';
import { detect, isStranger } from './detect.ts';
import { FirstRequests } from './first-requests.ts';
import { BadRecord, type SampleReader, type ToolFormat } from './sample-reader.ts';
import { headOf, LineTooLongError, linesOf } from './text-lines.ts';

/** What can be passed, for messages that end with it. */
export const SAMPLES_ACCEPTED =
  "a load.ndjson, k6's JSON or CSV output, a JMeter JTL, or what `vegeta encode` writes";

const MAX_DAYS = 7;

/**
 * @param name what messages call the file: `--load-from results.jtl`
 * @returns null for a file of another kind, such as a `load.ndjson`
 * @throws UserError naming the line that is not one of the tool's, or a file that holds no requests
 */
export async function readToolSamples(file: string, name: string): Promise<LoadEvent[] | null> {
  const detected = detect(headOf(file));
  if (detected === null) return null;
  if (isStranger(detected)) {
    throw new UserError(
      `${name}: expected ${SAMPLES_ACCEPTED}, found ${detected.what}; ${detected.next}.`,
    );
  }
  const { reader, requests, cutOff } = await new Reading(detected, name).all(file);
  const { tool, format } = detected;
  const book = requests.close();
  if (book === null || reader === null) {
    throw new UserError(
      `${name}: expected HTTP requests in ${detected.tool}'s ${detected.format} output, found none; pass the output of a load that sent some.`,
    );
  }
  const days = book.spanSeconds / 86_400;
  if (days > MAX_DAYS) {
    throw new UserError(
      `${name}: expected one load of at most ${MAX_DAYS} days, found requests ${Math.ceil(days)} days apart; pass one load's samples.`,
    );
  }
  const isCutOff = cutOff || reader.isComplete?.() === false;
  return [
    ...book.events({
      ...{ name: tool, format, ...reader.resolution() },
      ...(isCutOff ? { cutOff: true as const } : {}),
    }),
  ];
}

class Reading {
  readonly #format: ToolFormat;
  readonly #name: string;
  readonly #requests = new FirstRequests(() => this.#reader?.resolution().timeResolutionMs ?? 1);
  readonly #joiner = new RecordJoiner();
  #reader: SampleReader | null = null;
  #line = 0;

  constructor(format: ToolFormat, name: string) {
    this.#format = format;
    this.#name = name;
  }

  async all(file: string) {
    let cutOff = false;
    try {
      for await (const batch of linesOf(file)) {
        const isLast = batch.cutOff !== null;
        const isLost = batch.lines.map((line) => this.#take(line, isLast)).includes(false);
        cutOff ||= batch.cutOff === 'data' || (isLast && isLost);
      }
    } catch (cause) {
      throw this.#inWords(cause);
    }
    cutOff ||= this.#joiner.openLines > 0;
    return { reader: this.#reader, requests: this.#requests, cutOff };
  }

  /**
   * @param isLast without a line break after it
   * @returns false where such a line is not whole, and was left out
   */
  #take(text: string, isLast: boolean): boolean {
    this.#line += 1;
    const line = this.#line === 1 ? text.replace(/^\uFEFF/, '') : text;
    if (line.trim() === '') return true;
    const { lastCharacter } = this.#format;
    if (isLast && (lastCharacter === null || !line.endsWith(lastCharacter))) return false;
    const record = this.#format.isCsv ? this.#joiner.take(line) : line;
    if (this.#joiner.isTooLong) throw this.#error('a closing quote', line, null);
    if (record === null) return true;
    try {
      this.#read(record);
      return true;
    } catch (cause) {
      if (isLast && cause instanceof BadRecord) return false;
      throw cause instanceof BadRecord ? this.#error(cause.expected, record, cause.next) : cause;
    }
  }

  #read(record: string): void {
    if (this.#reader !== null) {
      this.#reader.read(record, this.#requests);
      return;
    }
    this.#reader = this.#format.open(record);
    if (!hasHeader(this.#format, record)) this.#reader.read(record, this.#requests);
  }

  #error(expected: string | null, record: string, next: string | null): UserError {
    return new UserError(
      `${this.#name}, line ${this.#line}: expected ${expected ?? this.#format.expects}, found ${quoted(record)}; ${next ?? "correct the line, or pass one tool's output alone"}.`,
    );
  }

  #inWords(cause: unknown): unknown {
    if (cause instanceof UserError) return cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof LineTooLongError) {
      return this.#error('lines of at most 100 MB', '', null);
    }
    if (!code?.startsWith('Z_')) return cause;
    return new UserError(
      `${this.#name}: expected gzip data, found damage after line ${this.#line} (${code}); pass an intact file.`,
      { cause },
    );
  }
}

/** Names of columns, which hold no number. */
function hasHeader({ isCsv }: ToolFormat, record: string): boolean {
  return isCsv && !/^\d/.test(record);
}
