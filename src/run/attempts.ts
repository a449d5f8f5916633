/** Repeats a run that is in doubt, until an attempt settles it or no other one can. */
import { UserError } from '../input/user-error.ts';
import type { Manifest } from '../record/manifest.ts';
import type { LiveAttempt } from '../report/live-view.ts';
import type { Doubts } from '../verdict/retry.ts';
import type { RunResult } from './run.ts';

export type Attempt = NonNullable<Manifest['attempt']>;

/** What it takes to repeat a run; everything of it may be slow. */
export interface Repeatable<Result extends RunResult> {
  /** @returns null when interrupted before any load */
  readonly run: (attempt: Attempt, shown: LiveAttempt) => Promise<Result | null>;
  /** Null for a run that is settled. */
  readonly doubts: (result: Result) => Promise<Doubts | null>;
  /** Waits until the endpoint is as it was before the first attempt. @returns why it is not, or null */
  readonly ready: (first: Result) => Promise<string | null>;
  /** @param next the attempt that follows */
  readonly onRepeat: (doubts: Doubts, next: LiveAttempt) => void;
  readonly signal: AbortSignal;
}

export interface Attempts<Result extends RunResult> {
  /** Of the last attempt that there is something to judge of; null when none. */
  readonly result: Result | null;
  /** Why there was no other attempt although the run is in doubt and one was left, in one sentence; else null. */
  readonly notRepeated: string | null;
}

/** @param retries attempts after the first. @throws UserError when the first one cannot start */
export async function repeat<Result extends RunResult>(
  retries: number,
  { run, doubts, ready, onRepeat, signal }: Repeatable<Result>,
): Promise<Attempts<Result>> {
  const of = 1 + retries;
  const first = await run({ number: 1, earlier: [] }, { number: 1, of });
  if (first === null) return { result: null, notRepeated: null };
  let result = first;
  let earlier: Attempt['earlier'] = [];
  for (let number = 2; number <= of; number += 1) {
    const found = await doubts(result);
    if (found === null || signal.aborted) break;
    const { reasons, lasting } = found;
    if (lasting.length > 0) return { result, notRepeated: wouldEndTheSame(lasting) };
    onRepeat(found, { number, of });
    const unready = await ready(first);
    if (signal.aborted) break;
    if (unready !== null) return { result, notRepeated: `Not repeated: ${unready}` };
    earlier = [...earlier, { runId: result.verdict.runId, reasons: [...reasons] }];
    try {
      const next = await run({ number, earlier }, { number, of });
      if (next === null) break;
      result = next;
    } catch (cause) {
      if (!(cause instanceof UserError)) throw cause;
      // What was measured before is worth more than an error alone.
      return {
        result,
        notRepeated: `Attempt ${number} of ${of} could not start: ${cause.message}`,
      };
    }
  }
  return { result, notRepeated: null };
}

function wouldEndTheSame(lasting: Doubts['lasting']): string {
  return `Not repeated: another attempt would end the same (${lasting.join(', ')}); do what the check says, then run again.`;
}
