/** Finds the moment when a target under load stopped answering for good. */
import type { LoadSecond } from './load-seconds.ts';
import { type Span, spanBetween } from './span.ts';

export interface TargetLoss {
  /** Local epoch ms of the first second without answers. */
  readonly atMs: number;
  /** From then to the end of the load. */
  readonly span: Span;
  /** Seconds since the plan's time zero; 0 when the target never answered. */
  readonly second: number;
  /** Requests that ended in a transport error since then. */
  readonly networkErrors: number;
  readonly timeouts: number;
}

/** A target counts as lost after this many seconds of load without an answer. */
const LOST_AFTER_SECONDS = 5;

/**
 * A target is lost when at least the last 5 s of load got no answer: every completed request ended in a
 * transport error or timeout. An outage that ended is no loss; its errors count like any others.
 */
export function targetLoss(seconds: readonly LoadSecond[]): TargetLoss | null {
  const lastAnswer = seconds.findLastIndex((second) => answered(second) > 0);
  const after = seconds.slice(lastAnswer + 1);
  const loaded = after.filter((second) => second.sent > 0);
  const networkErrors = sum(after, (second) => second.outcomes.network ?? 0);
  const timeouts = sum(after, (second) => second.outcomes.timeout ?? 0);
  const first = after[0];
  if (first === undefined || loaded.length < LOST_AFTER_SECONDS) return null;
  if (networkErrors + timeouts === 0) return null;
  const span = spanBetween(first.startMs, after.at(-1)!.startMs + 1_000);
  return { atMs: first.startMs, span, second: first.second, networkErrors, timeouts };
}

function answered(second: LoadSecond): number {
  return second.completed - (second.outcomes.network ?? 0) - (second.outcomes.timeout ?? 0);
}

function sum(seconds: readonly LoadSecond[], of: (second: LoadSecond) => number): number {
  return seconds.reduce((total, second) => total + of(second), 0);
}
