/**
 * Finds what the k6 script reports about each request in k6's JSON output.
 *
 * The script sets two gauges: one when a request is sent, one when it has ended, each to the request's
 * iteration. k6 timestamps every value in nanoseconds, finer than the script's own clock
 * (`Date.now()`), and writes it among some fifteen other lines per request, which are skipped.
 */
import { OUTCOMES, type Outcome } from '../../systems/outcome.ts';
import {
  BEGUN_METRIC,
  BODY,
  CLOCK_HIGH_METRIC,
  CLOCK_LOW_METRIC,
  DISTRIBUTION_TAG,
  DONE_METRIC,
  ENDED_METRIC,
  PREDICTED,
  ROW,
  SENT_METRIC,
  START_TAG,
  TIMEOUT_TAG,
  USERS_TAG,
  WORKERS_TAG,
} from './order.ts';

const DROPPED_METRIC = 'dropped_iterations';
const USERS_METRIC = 'vus_max';

export type Mark =
  | { readonly kind: 'sent'; readonly atMs: number; readonly iteration: number }
  | {
      readonly kind: 'ended';
      readonly atMs: number;
      readonly iteration: number;
      readonly outcome: Outcome;
      /** Number of the requested row; null if the mark does not name it. */
      readonly row: number | null;
      readonly predicted: string | null;
      /** HTTP status; null without a response. */
      readonly status: number | null;
      /** Null if the mark does not hold it. */
      readonly body: string | null;
      /** k6's error code if there was no response, otherwise null. */
      readonly error: string | null;
    }
  /** k6 had no free VU when an iteration was due. */
  | { readonly kind: 'dropped'; readonly atMs: number; readonly count: number }
  /** Number of VUs; once a second. */
  | { readonly kind: 'users'; readonly atMs: number; readonly count: number }
  /** A worker of a distributed load says which one it is. */
  | {
      readonly kind: 'begun';
      readonly atMs: number;
      readonly worker: number;
      readonly workers: number;
      readonly distributionId: string;
      readonly startAtMs: number;
      readonly timeoutMs: number;
      readonly maxConnections: number;
    }
  /** Its load is over. */
  | { readonly kind: 'done'; readonly atMs: number }
  /** A bound of the target's clock minus this machine's. */
  | {
      readonly kind: 'clock';
      readonly atMs: number;
      readonly lowMs: number;
      readonly highMs: number;
    };

const NAMES = [
  SENT_METRIC,
  ENDED_METRIC,
  DROPPED_METRIC,
  USERS_METRIC,
  BEGUN_METRIC,
  DONE_METRIC,
  CLOCK_LOW_METRIC,
  CLOCK_HIGH_METRIC,
];
const INTERESTING = new RegExp(`^{"metric":"(?:${NAMES.join('|')})"`);

interface Point {
  readonly metric: string;
  readonly type: string;
  readonly data: {
    readonly time: string;
    readonly value: number;
    readonly tags: Readonly<Record<string, string>> | null;
    readonly metadata?: Readonly<Record<string, string>>;
  };
}

/** @returns null for every line that is not a mark */
export function readMark(line: string): Mark | null {
  // Skips fourteen of fifteen lines.
  if (!INTERESTING.test(line)) return null;
  const point = parse(line);
  if (point?.type !== 'Point') return null;
  const { time, value, tags, metadata } = point.data;
  const atMs = toEpochMs(time);
  switch (point.metric) {
    case SENT_METRIC:
      return { kind: 'sent', atMs, iteration: value };
    case DROPPED_METRIC:
      return { kind: 'dropped', atMs, count: value };
    case USERS_METRIC:
      return { kind: 'users', atMs, count: value };
    case BEGUN_METRIC:
      return {
        kind: 'begun',
        atMs,
        worker: value,
        workers: Number(tags?.[WORKERS_TAG]),
        distributionId: tags?.[DISTRIBUTION_TAG] ?? '',
        startAtMs: Number(tags?.[START_TAG]),
        timeoutMs: Number(tags?.[TIMEOUT_TAG]),
        maxConnections: Number(tags?.[USERS_TAG]),
      };
    case DONE_METRIC:
      return { kind: 'done', atMs };
    case CLOCK_LOW_METRIC:
      return { kind: 'clock', atMs, lowMs: value, highMs: Number.POSITIVE_INFINITY };
    case CLOCK_HIGH_METRIC:
      return { kind: 'clock', atMs, lowMs: Number.NEGATIVE_INFINITY, highMs: value };
    default: {
      const outcome = OUTCOMES.find((each) => each === tags?.outcome) ?? 'malformed';
      const row = Number(metadata?.[ROW]) || null;
      const predicted = metadata?.[PREDICTED] ?? null;
      const status = Number(tags?.status) || null;
      const body = metadata?.[BODY] ?? null;
      const error = tags?.error ?? null;
      const answer = { outcome, row, predicted, status, body, error };
      return { kind: 'ended', atMs, iteration: value, ...answer };
    }
  }
}

function parse(line: string): Point | null {
  try {
    return JSON.parse(line) as Point;
  } catch {
    // k6 was killed in the middle of a line.
    return null;
  }
}

/** `2026-11-21T09:30:05.123456789Z`: Date.parse stops at milliseconds. */
export function toEpochMs(time: string): number {
  const fraction = /\.(\d+)/.exec(time);
  const wholeSecondsMs = Date.parse(fraction ? time.replace(fraction[0], '') : time);
  return wholeSecondsMs + (fraction ? Number(`0.${fraction[1]}`) * 1_000 : 0);
}
