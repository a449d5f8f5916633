/** vegeta's results, as `vegeta encode` writes them. A result is stamped when its request was sent; times in ns. */
import { toEpochMs } from '../../load/k6/marks.ts';
import { splitFields } from './csv-record.ts';
import { nanoseconds } from './k6.ts';
import {
  BadRecord,
  type Resolution,
  refuseImplausible,
  type SampleSink,
  type ToolFormat,
} from './sample-reader.ts';
import { outcomeOfBareStatus, transportError } from './transport-error.ts';

const FINE: Resolution = { timeResolutionMs: 1e-6, latencyResolutionMs: 1e-6 };

export const vegetaJson: ToolFormat = {
  tool: 'vegeta',
  format: 'JSON',
  isCsv: false,
  lastCharacter: '}',
  expects: 'a result as `vegeta encode -to json` writes it',
  open: () => ({ read: readJson, resolution: () => FINE }),
};

export const vegetaCsv: ToolFormat = {
  tool: 'vegeta',
  format: 'CSV',
  isCsv: true,
  lastCharacter: null,
  expects: 'a result as `vegeta encode -to csv` writes it',
  open: () => ({ read: readCsv, resolution: () => FINE }),
};

function readJson(line: string, sink: SampleSink): void {
  const { code, timestamp, latency, error } = parsed(line);
  if (typeof code !== 'number' || typeof timestamp !== 'string' || typeof latency !== 'number') {
    throw new BadRecord();
  }
  report(sink, code, toEpochMs(timestamp), latency, typeof error === 'string' ? error : '');
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new BadRecord();
}

/** Timestamp, code, latency, bytes out, bytes in, error, body, attack, sequence number; newer versions add more. */
const FEWEST_COLUMNS = 9;

function readCsv(record: string, sink: SampleSink): void {
  const fields = splitFields(record, ',');
  const [timestamp = '', code = '', latency = '', , , error = ''] = fields;
  const areNumbers = [timestamp, code, latency].every((field) => /^\d+$/.test(field));
  if (fields.length < FEWEST_COLUMNS || !areNumbers) throw new BadRecord();
  report(sink, Number(code), nanoseconds(timestamp), Number(latency), error);
}

/** An error beside a 2xx is of its body, which did not arrive whole; beside any other status it repeats that. */
function report(sink: SampleSink, code: number, sentMs: number, latencyNs: number, words: string) {
  const durationMs = latencyNs / 1e6;
  refuseImplausible(sentMs, durationMs);
  const times = { sentMs, endMs: sentMs + durationMs };
  const outcome = outcomeOfBareStatus(code);
  if (code === 0 || (outcome === 'correct' && words !== '')) {
    sink.request({ ...times, ...transportError(words, 'other'), status: null });
  } else {
    sink.request({ ...times, outcome, status: code, error: null });
  }
}
