/** What the live screen shows: filled by the caller once a second, drawn by `live.ts`. */
import type { Timeline } from '../analysis/timeline.ts';

export const LIVE_STEPS = {
  install: 'Installing',
  'stand-in': 'Starting the stand-in',
  preflight: 'Checking the target',
  load: 'Sending load',
  watching: 'Watching a load from elsewhere',
  settling: 'Waiting for the last metrics',
  reporting: 'Writing the report',
} as const;
export type LiveStep = keyof typeof LIVE_STEPS;

export interface LiveView {
  readonly step: LiveStep;
  /** Since this step began. */
  readonly elapsedSeconds: number;
  /** How long this step will take, or at most take; null when nobody knows. */
  readonly totalSeconds: number | null;
  /** Everything seen so far. */
  readonly timeline: Timeline;
  /** One sentence of what is being done or waited for. */
  readonly message?: string;
}
