/** What the live screen shows. The caller fills it once a second; `live.ts` draws it. */
import type { Timeline } from '../analysis/timeline.ts';
import { clock } from '../format/numbers.js';

export const LIVE_STEPS = {
  install: 'Installing',
  'stand-in': 'Starting the stand-in',
  preflight: 'Checking the target',
  load: 'Sending load',
  watching: 'Watching external load',
  settling: 'Waiting for the last metrics',
  reporting: 'Writing the report',
  retry: 'Trying again',
  'scale-in': 'Waiting for scale-in',
  page: 'Serving the page',
} as const;
export type LiveStep = keyof typeof LIVE_STEPS;

/** With `--retries`: attempt `number` of at most `of`. */
export interface LiveAttempt {
  readonly number: number;
  readonly of: number;
}

/** `Sending load, attempt 2 of 3`. */
export function stepInWords(step: LiveStep, attempt: LiveAttempt | undefined): string {
  return `${LIVE_STEPS[step]}${attemptInWords(attempt)}`;
}

export function attemptInWords(attempt: LiveAttempt | undefined): string {
  return attempt === undefined ? '' : `, attempt ${attempt.number} of ${attempt.of}`;
}

export interface LiveView {
  readonly step: LiveStep;
  readonly attempt?: LiveAttempt;
  /** Since this step started. */
  readonly elapsedSeconds: number;
  /** Expected or maximum duration of this step; null when unknown. */
  readonly totalSeconds: number | null;
  /** Everything recorded so far. */
  readonly timeline: Timeline;
  /** One sentence on the current activity or wait. */
  readonly message?: string;
}

/** `0:42 of 2:30`. */
export function elapsedInWords({
  elapsedSeconds,
  totalSeconds,
}: Pick<LiveView, 'elapsedSeconds' | 'totalSeconds'>): string {
  const done = clock(elapsedSeconds);
  return totalSeconds === null ? done : `${done} of ${clock(totalSeconds)}`;
}
