/** What every reader of a tool's output has in common: it takes lines, and hands on requests. */
import type { SampledBy } from '../../record/load-events.ts';
import type { Outcome } from '../../systems/outcome.ts';

/** One request, as a tool reports it. Times in epoch ms of the tool's machine. */
export interface ToolRequest {
  /** When it was sent, not when it was due: no tool tells that. */
  readonly sentMs: number;
  readonly endMs: number;
  readonly outcome: Outcome;
  /** Null without a response. */
  readonly status: number | null;
  /** What went wrong in transport; a code, never text that may hold an address. Null otherwise. */
  readonly error: string | null;
}

export interface SampleSink {
  request(request: ToolRequest): void;
  /** Requests that were due and never sent. */
  notSent(atMs: number, count: number): void;
}

export type Resolution = Pick<SampledBy, 'timeResolutionMs' | 'latencyResolutionMs'>;

export interface SampleReader {
  /**
   * @param record a line or, in a CSV file, all lines of a record
   * @throws BadRecord when it is not one of this tool's
   */
  read(record: string, sink: SampleSink): void;
  /** As seen so far. */
  resolution(): Resolution;
  /** Whether what was read so far has the end that the tool gives it. Absent: any line may be the last. */
  isComplete?(): boolean;
}

export interface ToolFormat {
  readonly tool: string;
  /** As its documentation calls it. */
  readonly format: string;
  /** Whether a record may continue on the next line, within quotes. */
  readonly isCsv: boolean;
  /** How a whole line ends, for one without a line break; null: of a CSV line, nobody could tell a number cut short. */
  readonly lastCharacter: string | null;
  /** What the file holds, for messages: `a line of k6's JSON output`. */
  readonly expects: string;
  /** @throws BadRecord when the header lacks a column that is needed */
  open(header: string): SampleReader;
}

/** A record that its tool would not have written; the file and line are the caller's to name. */
export class BadRecord extends Error {
  override name = 'BadRecord';
  /** Completes `expected ...`; null: what the format expects of any line. */
  readonly expected: string | null;
  /** What to do about it; null: nothing in particular. */
  readonly next: string | null;

  constructor(expected: string | null = null, next: string | null = null) {
    super(expected ?? 'not a record of this format');
    this.expected = expected;
    this.next = next;
  }
}

/** The years 2001 to 2200, in ms: what lies outside is another unit, or no time at all. */
const EARLIEST_MS = 1e12;
const LATEST_MS = 7_258_118_400_000;

/** @throws BadRecord */
export function refuseImplausible(sentMs: number, durationMs: number): void {
  if (!(sentMs >= EARLIEST_MS && sentMs <= LATEST_MS)) {
    throw new BadRecord('a time between the years 2001 and 2200');
  }
  if (!(durationMs >= 0 && durationMs <= LATEST_MS))
    throw new BadRecord('a duration of at least 0');
}
