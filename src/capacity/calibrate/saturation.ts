/** What instances answer while all their slots are taken, whatever they are sent. */
import { predictions } from '../../analysis/carried.ts';
import type { AtEase } from './at-ease.ts';
import { type Evidence, failures, type SettledSecond } from './evidence.ts';

export interface Saturation {
  /** Requests/s that each instance answered. */
  readonly each: number;
  /** Answers it was counted from. */
  readonly answers: number;
  readonly seconds: readonly SettledSecond[];
}

/** Where even the fastest tenth waited for as long again as half a request takes, no slot was ever free. */
const WAITED = 1.5;
/** A slot that was free in a part of its first second. */
const FIRST_SECONDS = 1;
const FEWEST_SECONDS = 5;
/** Clearly fewer answers than in the others are a stall, not a limit. */
const STALLED = 0.5;

/** @returns null where no instance was at its limit for long enough. */
export function saturation({ settled }: Evidence, ease: AtEase): Saturation | null {
  const easyMs = ease.sketch.quantile(0.5) ?? Number.POSITIVE_INFINITY;
  const full = settled.filter(
    ({ second }) =>
      (second.outcomes.timeout ?? 0) === 0 &&
      (second.serviceTimeMs.quantile(failedShare(second) + 0.1) ?? 0) >= WAITED * easyMs,
  );
  const seconds = full.filter(
    ({ second, instances }, index) =>
      index >= FIRST_SECONDS &&
      full[index - 1]!.second.second === second.second - 1 &&
      full[index - 1]!.instances === instances,
  );
  const answered = seconds.map(answersEach).toSorted((left, right) => left - right);
  const middle = answered[Math.floor(answered.length / 2)] ?? 0;
  const steady = seconds.filter((one) => answersEach(one) >= STALLED * middle);
  if (steady.length < FEWEST_SECONDS || middle === 0) return null;
  const answers = steady.reduce((sum, { second }) => sum + predictions(second), 0);
  const instanceSeconds = steady.reduce((sum, { instances }) => sum + instances, 0);
  return { each: answers / instanceSeconds, answers, seconds: steady };
}

/** What is refused is refused at once, and says nothing of how long the others wait. */
function failedShare(second: SettledSecond['second']): number {
  return second.completed === 0 ? 0 : Math.min(0.9, failures(second) / second.completed);
}

export function answersEach({ second, instances }: SettledSecond): number {
  return predictions(second) / instances;
}
