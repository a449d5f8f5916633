/** What the live screen shows. The caller fills it once a second; `live.ts` draws it. */
import type { Timeline } from '../analysis/timeline.ts';

export const LIVE_STEPS = {
  install: 'Installing',
  'stand-in': 'Starting the stand-in',
  preflight: 'Checking the target',
  load: 'Sending load',
  watching: 'Watching external load',
  settling: 'Waiting for the last metrics',
  reporting: 'Writing the report',
} as const;
export type LiveStep = keyof typeof LIVE_STEPS;

export interface LiveView {
  readonly step: LiveStep;
  /** Since this step started. */
  readonly elapsedSeconds: number;
  /** Expected or maximum duration of this step; null when unknown. */
  readonly totalSeconds: number | null;
  /** Everything recorded so far. */
  readonly timeline: Timeline;
  /** One sentence on the current activity or wait. */
  readonly message?: string;
}
