/**
 * k6's output, of any script: `--out json` and `--out csv`. A request is a value of `http_req_duration` (sending, waiting
 * and receiving, without what the connection took), stamped when it ended.
 */
import { toEpochMs } from '../../load/k6/marks.ts';
import { splitFields } from './csv-record.ts';
import {
  BadRecord,
  type Resolution,
  refuseImplausible,
  type SampleReader,
  type SampleSink,
  type ToolFormat,
} from './sample-reader.ts';
import { outcomeOfBareStatus, transportError } from './transport-error.ts';

const DURATION = 'http_req_duration';
const DROPPED = 'dropped_iterations';
const NANOSECOND_MS = 1e-6;

export const k6Json: ToolFormat = {
  tool: 'k6',
  format: 'JSON',
  isCsv: false,
  lastCharacter: '}',
  expects: "a line of k6's JSON output",
  open: () => ({ read: readPoint, resolution: () => FINE }),
};

const FINE: Resolution = { timeResolutionMs: NANOSECOND_MS, latencyResolutionMs: NANOSECOND_MS };

/** Two of fifteen lines are wanted; older versions wrote the name of the metric last. */
const WANTED = new RegExp(
  `^{"metric":"(?:${DURATION}|${DROPPED})","type":"Point"|^{"type":"Point".*"metric":"(?:${DURATION}|${DROPPED})"}$`,
);
const ANY = /^{"(?:metric":"[^"]*","type":"(?:Point|Metric)"|type":"(?:Point|Metric)")/;

interface Point {
  readonly metric: string;
  readonly data: {
    readonly time: string;
    readonly value: number;
    readonly tags?: Readonly<Record<string, string>> | null;
  };
}

function readPoint(line: string, sink: SampleSink): void {
  if (!WANTED.test(line)) {
    if (!ANY.test(line)) throw new BadRecord();
    return;
  }
  const { metric, data } = parsed(line);
  const { time, value, tags } = data;
  report(sink, metric, {
    atMs: toEpochMs(time),
    value,
    status: tags?.status,
    code: tags?.error_code ?? '',
    words: tags?.error ?? '',
  });
}

function parsed(line: string): Point {
  try {
    return JSON.parse(line) as Point;
  } catch {
    throw new BadRecord();
  }
}

interface Value {
  readonly atMs: number;
  readonly value: number;
  /** `0` without a response. */
  readonly status: string | undefined;
  readonly code: string;
  readonly words: string;
}

/** k6's codes of its own requests; 14xx and 15xx repeat a status. https://grafana.com/docs/k6/latest/javascript-api/error-codes/ */
const TIMEOUTS = ['1050', '1211'];
const REPEATS_STATUS = /^1[45]\d\d$/;

function report(sink: SampleSink, metric: string, { atMs, value, status, code, words }: Value) {
  refuseImplausible(atMs, value);
  if (metric === DROPPED) {
    sink.notSent(atMs, Math.round(value));
    return;
  }
  if (status === undefined || !/^\d+$/.test(status)) {
    throw new BadRecord(
      'the tag `status` of the request',
      'leave `status` in the script’s `systemTags`, or what became of a request is unknown',
    );
  }
  const times = { sentMs: atMs - value, endMs: atMs };
  const answered = Number(status) > 0 && (code === '' || REPEATS_STATUS.test(code));
  if (answered) {
    const outcome = outcomeOfBareStatus(Number(status));
    sink.request({ ...times, outcome, status: Number(status), error: null });
    return;
  }
  const { outcome, error } = TIMEOUTS.includes(code)
    ? ({ outcome: 'timeout', error: null } as const)
    : transportError(words, `k6 error ${code}`);
  sink.request({ ...times, outcome, status: null, error });
}

export const k6Csv: ToolFormat = {
  tool: 'k6',
  format: 'CSV',
  isCsv: true,
  lastCharacter: null,
  expects: "a line of k6's CSV output",
  open: (header) => new CsvReader(header),
};

const WHOLE_SECOND_MS = 1_000;

class CsvReader implements SampleReader {
  readonly #columns: readonly string[];
  readonly #at: Readonly<Record<'status' | 'error' | 'error_code', number>>;
  #timeResolutionMs = WHOLE_SECOND_MS;

  constructor(header: string) {
    this.#columns = splitFields(header, ',');
    const at = (name: string) => this.#columns.indexOf(name);
    this.#at = { status: at('status'), error: at('error'), error_code: at('error_code') };
  }

  read(record: string, sink: SampleSink): void {
    if (record.startsWith(DURATION, 0) || record.startsWith(DROPPED, 0)) {
      const fields = splitFields(record, ',');
      if (fields.length !== this.#columns.length) throw new BadRecord();
      const [metric = '', stamp = '', value = ''] = fields;
      if (metric !== DURATION && metric !== DROPPED) return;
      const { status, error, error_code } = this.#at;
      report(sink, metric, {
        atMs: this.#timeOf(stamp),
        value: value === '' ? Number.NaN : Number(value),
        status: fields[status],
        code: fields[error_code] ?? '',
        words: fields[error] ?? '',
      });
    } else if (!ANY_CSV.test(record)) throw new BadRecord();
  }

  /** Of a whole second, the middle: what was cut off is half a second on average. */
  #timeOf(stamp: string): number {
    const { atMs, resolutionMs } = readStamp(stamp);
    this.#timeResolutionMs = Math.min(this.#timeResolutionMs, resolutionMs);
    return this.#timeResolutionMs === WHOLE_SECOND_MS ? atMs + WHOLE_SECOND_MS / 2 : atMs;
  }

  resolution(): Resolution {
    return {
      timeResolutionMs: this.#timeResolutionMs,
      // Six decimals of a millisecond.
      latencyResolutionMs: NANOSECOND_MS,
    };
  }
}

/** A metric's name and a time, as every line begins. */
const ANY_CSV = /^[A-Za-z_]\w*,\d{4}[\dT:.Z+-]+,/;

/** K6_CSV_TIME_FORMAT: `unix` (the default), `unix_milli`, `unix_micro`, `unix_nano`, `rfc3339`, `rfc3339_nano`. */
function readStamp(stamp: string): { atMs: number; resolutionMs: number } {
  const digits = /^\d+$/.test(stamp) ? stamp.length : 0;
  if (digits === 0) {
    const isWhole = !stamp.includes('.');
    return { atMs: toEpochMs(stamp), resolutionMs: isWhole ? WHOLE_SECOND_MS : NANOSECOND_MS };
  }
  if (digits <= 11) return { atMs: Number(stamp) * 1_000, resolutionMs: WHOLE_SECOND_MS };
  if (digits <= 14) return { atMs: Number(stamp), resolutionMs: 1 };
  if (digits <= 17) return { atMs: Number(stamp) / 1e3, resolutionMs: 1e-3 };
  return { atMs: nanoseconds(stamp), resolutionMs: NANOSECOND_MS };
}

/** @returns epoch ms; as one number, 19 digits would lose the last of them */
export function nanoseconds(digits: string): number {
  return Number(digits.slice(0, -6)) + Number(digits.slice(-6)) / 1e6;
}
