/** What can be turned in a made-up run, and its fixed points. */
import type { z } from 'zod';
import type {
  AlarmObservation,
  AwsEvent,
  AwsEventOf,
  EndpointObservation,
  FunctionObservation,
} from '../../src/record/aws-events.ts';
import type { OutcomeCounts } from '../../src/record/load-events.ts';
import type { Manifest } from '../../src/record/manifest.ts';
import type { expectationsSchema } from '../../src/scenario/expectations.ts';

export const T0 = 1_700_000_000_000;
export const PERIOD_SECONDS = 5;
export const THRESHOLD = 2_000;
/** AWS clock minus local clock, unless the run turns it. */
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
  /** Share of the requests of a second that take five times as long as the others. */
  readonly slowShare: (second: number) => number;
  readonly inFlight: (second: number, sent: number) => number;
  readonly coldStarts: (second: number, sent: number) => number;
  readonly connectionLimitHits: (second: number) => number;
  readonly connectionLimitNotSent: boolean;
  readonly maxCapacity: number;
  readonly scaleOutSuspended: boolean;
  readonly minCapacity: number;
  readonly scaleInSuspended: boolean;
  /** AWS clock minus local clock, ms. */
  readonly offsetMs: number;
  /** From the end of a period to the poll that first sees its datapoint. */
  readonly publishDelaySeconds: number;
  /** What CloudWatch says of a metric, as `lambda/Throttles`; null: no datapoint of that period. */
  readonly metric: (name: string, startSecond: number, value: number) => number | null;
  readonly policy: Partial<AwsEventOf<'policy'>>;
  readonly highAlarm: Partial<AlarmObservation>;
  readonly instanceType: string;
  readonly lambda: Partial<FunctionObservation>;
  /** Set: a serverless variant, without instance counts. */
  readonly serverless: EndpointObservation['serverless'] | null;
  readonly extra: readonly AwsEvent[];
  readonly errors: Record<string, number>;
  readonly end: Manifest['end'];
}
