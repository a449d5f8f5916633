/** What can be turned in a made-up run, and its fixed points. */
import type { z } from 'zod';
import type { AwsEvent, OutcomeCounts } from '../../src/run/events.ts';
import type { Manifest } from '../../src/run/manifest.ts';
import type { expectationsSchema } from '../../src/scenario/expectations.ts';

export const T0 = 1_700_000_000_000;
export const PERIOD_SECONDS = 5;
export const THRESHOLD = 2_000;
/** AWS clock minus local clock. */
export const OFFSET_MS = 400;
export const HIGH_ALARM = 'TargetTracking-endpoint/wine/variant/AllTraffic-AlarmHigh-1';
export const LOW_ALARM = 'TargetTracking-endpoint/wine/variant/AllTraffic-AlarmLow-1';

/** A change of the instance count; seconds since the plan's time zero. */
export interface Step {
  readonly alarmAt: number | null;
  readonly activityAt: number | null;
  readonly desiredAt: number;
  readonly inServiceAt: number | null;
  readonly to: number;
}

export interface Knobs {
  readonly expect: z.input<typeof expectationsSchema>;
  readonly workers: number;
  readonly loadSeconds: number;
  readonly watchSeconds: number;
  readonly fromInstances: number;
  readonly steps: readonly Step[];
  readonly planned: (second: number) => number;
  readonly sent: (second: number, planned: number) => number;
  readonly outcomes: (second: number, sent: number) => OutcomeCounts;
  readonly latencyMs: (second: number) => number;
  readonly serviceTimeMs: (second: number) => number;
  readonly lagMs: (second: number) => number;
  readonly connectionLimitHits: (second: number) => number;
  readonly connectionLimitNotSent: boolean;
  readonly maxCapacity: number;
  readonly scaleOutSuspended: boolean;
  readonly extra: readonly AwsEvent[];
  readonly errors: Record<string, number>;
  readonly end: Manifest['end'];
}
