/**
 * Traffic from a CSV file with a header line, a time and requests per second: what load balancers, CloudWatch
 * and spreadsheets export. A rate holds until the next row, and the last one as long as the others.
 */
import { type CsvLine, parseCsv } from '../dataset/parse-csv.ts';
import { decimalNumber } from '../input/number-text.ts';
import { quoted } from '../input/quote.ts';
import { readText } from '../input/read-text.ts';
import { UserError } from '../input/user-error.ts';
import { MAX_RPS } from '../scenario/limits.ts';
import type { Phase } from '../scenario/schema.ts';
import { MAX_DAYS, type Traffic } from './traffic.ts';

const MAX_BYTES = 50_000_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Seconds from 2001 on; milliseconds have three digits more. */
const EPOCH_SECONDS = { from: 1e9, to: 1e11 };
const EPOCH_MS = { from: 1e12, to: 1e14 };
const ISO = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;

interface Row {
  readonly line: number;
  readonly text: string;
  readonly atMs: number;
  /** The offset as it was written, or `epoch`. */
  readonly zone: string;
  readonly rps: number;
}

/** @throws UserError naming file, line, what was expected and what came */
export function readTrafficCsv(file: string): Traffic {
  const text = readText({
    file,
    name: `Traffic ${file}`,
    next: 'name a CSV file with a line "time,requests per second" and rows',
    maxBytes: MAX_BYTES,
  });
  const [header, ...lines] = parseCsv(file, text);
  if (!header)
    throw new UserError(`${file} is empty: expected a header line and rows; write them.`);
  checkHeader(file, header);
  const rows = lines.map((line) => rowOf(file, line));
  checkOrder(file, rows);
  const stepMs = stepOf(file, rows);
  const [first] = rows;
  const startMs = Math.floor(first!.atMs / MINUTE_MS) * MINUTE_MS;
  const before = (first!.atMs - startMs) / 1_000;
  const phases: Phase[] = rows.map(({ rps, line }) => ({
    name: `line ${line}`,
    durationSeconds: stepMs / 1_000,
    startRps: rps,
    endRps: rps,
  }));
  const waiting = { name: 'before', durationSeconds: before, startRps: 0, endRps: 0 };
  return {
    source: file,
    startMs,
    phases: before > 0 ? [waiting, ...phases] : phases,
    arrivals: 'random',
    counts: 'counted',
    timeCompression: 1,
    scale: 1,
    caveats:
      stepMs > MINUTE_MS
        ? [
            `${file} has a row every ${stepMs / MINUTE_MS} minutes: bursts shorter than that are not in it, and callers would feel them.`,
          ]
        : [],
  };
}

function checkHeader(file: string, { record }: CsvLine): void {
  const [time = '', rate = '', ...more] = record.map((name) => name.trim().toLowerCase());
  const isRate = /^(requests per second|requests\/s|rps)$/.test(rate);
  if (time === 'time' && isRate && more.length === 0) return;
  throw new UserError(
    `${file}, line 1: expected the header "time,requests per second", found ${quoted(record.join(','))}; add or correct it.`,
  );
}

function rowOf(file: string, { record, info }: CsvLine): Row {
  const line = info.lines;
  const at = `${file}, line ${line}`;
  if (record.length !== 2) {
    throw new UserError(`${at}: expected 2 columns, found ${record.length}; correct the line.`);
  }
  const [text = '', written = ''] = record.map((cell) => cell.trim());
  const rps = decimalNumber(written);
  if (rps === null || rps < 0 || rps > MAX_RPS) {
    throw new UserError(
      `${at}: expected requests per second from 0 to ${MAX_RPS}, found ${quoted(written)}; correct the cell.`,
    );
  }
  return { line, text, rps, ...timeOf(at, text) };
}

function timeOf(at: string, text: string): { atMs: number; zone: string } {
  const epoch = decimalNumber(text);
  if (epoch !== null) {
    if (epoch >= EPOCH_SECONDS.from && epoch < EPOCH_SECONDS.to)
      return { atMs: epoch * 1_000, zone: 'epoch' };
    if (epoch >= EPOCH_MS.from && epoch < EPOCH_MS.to) return { atMs: epoch, zone: 'epoch' };
  }
  const iso = ISO.exec(text);
  const atMs = iso ? Date.parse(text.replace(' ', 'T')) : Number.NaN;
  if (iso && !Number.isNaN(atMs)) {
    const zone = iso[3];
    if (zone !== undefined) return { atMs, zone: zone === 'Z' ? '+00:00' : zone };
    throw new UserError(
      `${at}: expected a time with its zone, such as ${text.replace(' ', 'T')}Z or +02:00, found ${quoted(text)}; add the zone.`,
    );
  }
  throw new UserError(
    `${at}: expected a time such as 2026-11-01T09:00:00Z, or epoch seconds, found ${quoted(text)}; correct the cell.`,
  );
}

function checkOrder(file: string, rows: readonly Row[]): void {
  if (rows.length < 2) {
    throw new UserError(
      `${file}: expected at least two rows, to tell how long each lasts, found ${rows.length}; add some.`,
    );
  }
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (before === undefined) continue;
    const at = `${file}, line ${row.line}`;
    if (row.zone !== before.zone) {
      throw new UserError(
        `${at}: expected the same time zone as line ${before.line} (${before.zone}), found ${row.zone}; write all times in one zone, such as UTC.`,
      );
    }
    if (row.atMs <= before.atMs) {
      const found = row.atMs === before.atMs ? 'the same time again' : 'an earlier one';
      throw new UserError(
        `${at}: expected a time after that of line ${before.line} (${before.text}), found ${found} (${row.text}); sort the rows and keep one each.`,
      );
    }
  }
  const days = (rows.at(-1)!.atMs - rows[0]!.atMs) / DAY_MS;
  if (days > MAX_DAYS) {
    throw new UserError(
      `${file}: expected at most ${MAX_DAYS} days, found ${Math.round(days)}; keep the part to plan for.`,
    );
  }
}

/** All rows are equally far apart; the distance that most have is what is meant. */
function stepOf(file: string, rows: readonly Row[]): number {
  const distances = rows.slice(1).map(({ atMs }, index) => atMs - rows[index]!.atMs);
  const usual = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)]!;
  const odd = distances.findIndex((distance) => Math.abs(distance - usual) > usual / 100);
  if (odd === -1) return usual;
  const [before, after] = [rows[odd]!, rows[odd + 1]!];
  const seconds = (ms: number) => `${Math.round(ms) / 1_000} s`;
  const next =
    distances[odd]! > usual
      ? 'add the missing rows, with 0 if nothing came'
      : 'keep the rows equally far apart';
  throw new UserError(
    `${file}, line ${after.line}: expected a row every ${seconds(usual)}, as most are, found ${seconds(distances[odd]!)} since line ${before.line}; ${next}.`,
  );
}
