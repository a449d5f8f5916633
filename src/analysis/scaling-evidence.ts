/** Prepares the evidence for scaling events once: the clock, load, polls, series, activities and alarm rules. */
import type { AwsEvent } from '../record/aws-events.ts';
import { sampledBy } from '../record/load-events.ts';
import type { RunRecord } from '../record/read.ts';
import { planStartMs } from './build-timeline.ts';
import { bestClockOffset, type ClockOffset } from './clock-offset.ts';
import { type CountsOf, fleetOf } from './copies.ts';
import { type LoadSecond, loadSeconds } from './load-seconds.ts';
import { watchSpan } from './load-span.ts';
import {
  type InstanceSeries,
  instanceSeries,
  metricSeries,
  type PeriodSeries,
} from './metric-series.ts';
import { type ScalingActivity, scalingActivities } from './scaling-activities.ts';
import { timeCompressionOf } from './time-compression.ts';
import type { InstancesPoint } from './timeline.ts';
import { scaleInRules, scaleOutRules, type TriggerRule } from './tracked-metric.ts';
import { trafficGraceSeconds } from './traffic-grace.ts';

export interface ScalingEvidence {
  readonly aws: readonly AwsEvent[];
  readonly clock: ClockOffset;
  readonly seconds: readonly LoadSecond[];
  /** Grain of the times behind `seconds`; 0 for an engine of this project. */
  readonly timeResolutionMs: number;
  /** What `points` count: what the policy scales. */
  readonly counts: CountsOf;
  readonly points: readonly InstancesPoint[];
  /** The instances that counted copies run on; empty where instances are counted. */
  readonly hosts: readonly InstancesPoint[];
  readonly series: readonly PeriodSeries[];
  /** Metrics of single instances; empty where enhanced metrics are off. */
  readonly instanceSeries: readonly InstanceSeries[];
  readonly activities: readonly ScalingActivity[];
  /** Of every policy, the main one's first. */
  readonly outRules: readonly TriggerRule[];
  /** The main policy's. */
  readonly outRule: TriggerRule | null;
  readonly inRule: TriggerRule | null;
  /** Local epoch ms of the plan's time zero or, for a load without samples, of the start of watching. */
  readonly planStartMs: number | null;
  /** The scenario's latency bound; null when it has none. */
  readonly latencyBoundMs: number | null;
  /** How long after in-service new instances may take no traffic yet. */
  readonly trafficGraceMs: number;
}

export function scalingEvidence(record: RunRecord): ScalingEvidence {
  const clock = bestClockOffset(record.aws);
  const series = metricSeries(record.aws, clock);
  const outRules = scaleOutRules(record.aws, series);
  return {
    aws: record.aws,
    clock,
    seconds: loadSeconds(record.load),
    timeResolutionMs: sampledBy(record.load)?.timeResolutionMs ?? 0,
    ...fleetOf(record.aws),
    series,
    instanceSeries: instanceSeries(record.aws, clock),
    activities: scalingActivities(record.aws, clock),
    outRules,
    outRule: outRules[0] ?? null,
    inRule: scaleInRules(record.aws)[0] ?? null,
    planStartMs: planStartMs(record.load) ?? watchSpan(record)?.fromMs ?? null,
    latencyBoundMs: record.manifest.scenario.expect.latency?.maxMs ?? null,
    trafficGraceMs: trafficGraceSeconds(timeCompressionOf(record)) * 1_000,
  };
}

/**
 * How much later than its effect a cause may be timestamped: the error of the clock offset, and a second for
 * the resolution of the timestamps.
 */
export function toleranceMs(clock: ClockOffset): number {
  return (clock.plusMinusMs ?? 1_000) + 1_000;
}
