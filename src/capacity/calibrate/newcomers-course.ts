/** Finds in the course of a load when new instances took their first requests, and when they were as fast as the others. */
import { predictions } from '../../analysis/carried.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import { median } from '../../statistics/order-statistics.ts';
import { levels } from './levels.ts';

export interface WarmUp {
  /** Wall-clock seconds. */
  readonly seconds: number;
  readonly factor: number;
  /** They fell behind meanwhile, so what they took includes waiting. */
  readonly isAtMost: boolean;
}

export interface FirstRequests {
  /** Local epoch ms; null where callers felt no difference. */
  readonly atMs: number | null;
  /** `hidden`: timeouts or a queue do not let it be told. */
  readonly warmUp: WarmUp | 'none' | 'hidden';
}

export interface Arrival {
  /** In service not before; local epoch ms. */
  readonly fromMs: number;
  readonly before: number;
  readonly after: number;
}

/** Where requests take this many times what they take at ease, a queue hides how fast the newcomers are. */
const QUEUEING = 2;
/** A change lasts, and is clearly more than what seconds differ by. */
const LASTS_SECONDS = 3;
const DEVIATIONS = 4;
const LEAST_CHANGE = 0.1;
/** Of the seconds before, the last ones: what came before them may have been another load, or a shorter queue. */
const BEFORE_SECONDS = { withoutQueue: 10, behind: 5 };
/** As fast as the others again. */
const RECOVERED = 1.15;
/** Requests that take ever longer wait for each other. */
const RISING = 1.3;

/** @param course answered seconds from before the arrival until the next change of the count */
export function firstRequests(
  course: readonly LoadSecond[],
  arrival: Arrival,
  easeMs: number,
): FirstRequests {
  const before = course.filter(({ startMs }) => startMs + 1_000 <= arrival.fromMs);
  return meanMs(before.slice(-5)) >= QUEUEING * easeMs
    ? whileBehind(course, arrival, easeMs)
    : withoutQueue(course, arrival);
}

/** Instances that are behind answer as many as they can: what newcomers add shows in the answers. */
function whileBehind(
  course: readonly LoadSecond[],
  { fromMs, before, after }: Arrival,
  easeMs: number,
): FirstRequests {
  const drained = course.findIndex(
    (second) => second.startMs > fromMs && meanMs([second]) < QUEUEING * easeMs,
  );
  const busy = drained === -1 ? course : course.slice(0, drained);
  const onset = onsetOf(busy, busy.map(predictions), fromMs, {
    seconds: BEFORE_SECONDS.behind,
    leastChange: LEAST_CHANGE * busy[0]!.sent,
  });
  if (onset === null || !onset.isUp) return { atMs: null, warmUp: 'hidden' };
  const atMs = busy[onset.index]!.startMs;
  // What was answered too late is not counted, so answers then tell of the queue.
  if (busy.some(({ outcomes }) => (outcomes.timeout ?? 0) > 0)) return { atMs, warmUp: 'hidden' };
  const since = busy.slice(onset.index);
  const [first, later] = levels(since.map(predictions));
  if (later === undefined || later.mean <= first!.mean) return { atMs, warmUp: 'none' };
  const added = (first!.mean - onset.mean) / (after - before);
  const seconds = first!.to - first!.from;
  return { atMs, warmUp: { seconds, factor: onset.mean / before / added, isAtMost: false } };
}

/** Else it shows in what a request takes: less on more instances, and more on those that warm up. */
function withoutQueue(
  course: readonly LoadSecond[],
  { fromMs, before, after }: Arrival,
): FirstRequests {
  const times = course.map((second) => meanMs([second]));
  const onset = onsetOf(course, times, fromMs, {
    seconds: BEFORE_SECONDS.withoutQueue,
    leastChange: 0,
  });
  if (onset === null) return { atMs: null, warmUp: 'none' };
  const atMs = course[onset.index]!.startMs;
  if (!onset.isUp) return { atMs, warmUp: 'none' };
  const since = times.slice(onset.index);
  const laterMs = median(since.slice(-BEFORE_SECONDS.withoutQueue));
  const end = since.findIndex((_, index) =>
    since.slice(index, index + LASTS_SECONDS).every((ms) => ms <= RECOVERED * laterMs),
  );
  // Slow to the end: it is the load, or they have not come to the end of their warm-up.
  if (end < LASTS_SECONDS) return { atMs, warmUp: 'hidden' };
  const slow = course.slice(onset.index, onset.index + end);
  const half = Math.ceil(end / 2);
  const isAtMost = meanMs(slow.slice(half)) > RISING * meanMs(slow.slice(0, half));
  const share = (after - before) / after;
  const factor = 1 + (meanMs(slow) - laterMs) / (share * laterMs);
  return { atMs, warmUp: { seconds: end, factor, isAtMost } };
}

/** The first of several seconds in a row that are clearly beyond what was before. */
function onsetOf(
  course: readonly LoadSecond[],
  values: readonly number[],
  fromMs: number,
  { seconds, leastChange }: { readonly seconds: number; readonly leastChange: number },
): { readonly index: number; readonly isUp: boolean; readonly mean: number } | null {
  const first = course.findIndex(({ startMs }) => startMs + 1_000 > fromMs);
  const before = values.slice(Math.max(0, first - seconds), first);
  const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
  const squares = before.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, before.length - 1));
  const clear = Math.max(DEVIATIONS * deviation, LEAST_CHANGE * mean, leastChange);
  for (let index = first; index <= values.length - LASTS_SECONDS; index += 1) {
    const next = values.slice(index, index + LASTS_SECONDS);
    if (next.every((value) => value > mean + clear)) return { index, isUp: true, mean };
    if (next.every((value) => value < mean - clear)) return { index, isUp: false, mean };
  }
  return null;
}

function meanMs(course: readonly LoadSecond[]): number {
  const sum = course.reduce((all, { serviceTimeMs }) => all + serviceTimeMs.sum, 0);
  const count = course.reduce((all, { serviceTimeMs }) => all + serviceTimeMs.count, 0);
  return count === 0 ? 0 : sum / count;
}
