/** Finds slow detection of the load, and cases where a high-resolution policy would detect sooner. */
import type { Analysis } from '../../analysis/analyse.ts';
import { publishDelay } from '../../analysis/publish-delay.ts';
import { stageMs } from '../../analysis/reversals.ts';
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import { lastPolicy } from '../../analysis/tracked-metric.ts';
import {
  HIGH_RESOLUTION_PERIOD_SECONDS,
  type PredefinedMetric,
  trackedBy,
  USUAL_ALARM_DATAPOINTS,
} from '../../aws/target-tracking.ts';
import { seconds } from '../../format/numbers.js';
import type { AwsEvent } from '../../record/aws-events.ts';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { note, problem } from './finding.ts';

/** The policy whose alarm has its datapoints soonest. */
const FASTEST: PredefinedMetric = 'SageMakerVariantConcurrentRequestsPerModelHighResolution';
const FAST_SECONDS = USUAL_ALARM_DATAPOINTS.out * HIGH_RESOLUTION_PERIOD_SECONDS;
/** Below this share of the whole, a faster detection would not change much. */
const LARGE_SHARE = 1 / 3;
/** Other alarms than the usual one exist: one that asks for more datapoints is slow by itself. */
const MANY_DATAPOINTS = 2 * USUAL_ALARM_DATAPOINTS.out;

/**
 * From the end of the first breaching period to ALARM. The alarm needs its datapoints, each seen
 * only when it is published, and is evaluated once a period:
 *
 *     (evaluation periods - 1) x period + publish delay (as observed) + one period
 *
 * An alarm whose own rule asks for far more than the usual one is held to the usual one.
 */
export function slowDetection(analysis: Analysis): readonly Finding[] {
  const { evidence, events } = analysis;
  const rule = evidence.outRule;
  if (rule === null || rule.alarmName === null) return [];
  const delay = publishDelay(evidence, rule);
  if (delay === null) return [];
  const long = rule.datapointsToAlarm > MANY_DATAPOINTS;
  const periods = long ? USUAL_ALARM_DATAPOINTS.out : rule.evaluationPeriods;
  const bound = periods * rule.periodSeconds + delay.longestSeconds;
  const whose = long
    ? `the usual rule of target tracking (${periods} periods of ${seconds(rule.periodSeconds)}, where this alarm wants ${rule.datapointsToAlarm})`
    : `its own rule (${periods} periods of ${seconds(rule.periodSeconds)})`;
  return outwards(events).flatMap((event) => {
    const breach = event.stages.find((stage) => stage.id === 'metric-breach');
    const alarm = event.stages.find((stage) => stage.id === 'alarm');
    if (breach?.atMs == null || alarm?.atMs == null) return [];
    const took = (alarm.atMs - breach.atMs) / 1_000;
    const error = (breach.plusMinusSeconds ?? 0) + (alarm.plusMinusSeconds ?? 0);
    if (took - error <= bound) return [];
    return [
      problem('slow-detection', {
        message: `The alarm fired ${seconds(took)} after the first breaching period; ${whose} and a publish delay of ${seconds(delay.longestSeconds)} explain ${seconds(bound)}.`,
        advice: long
          ? 'Delete and put the policy again: it makes its alarms itself, and they must not be edited.'
          : 'Look at the alarm: whether it treats missing data as good, lingers in INSUFFICIENT_DATA, or was changed.',
        value: quantity(took, 'seconds'),
        shownBy: transitionsOf(evidence.aws, rule.alarmName),
      }),
    ];
  });
}

/** Only where the policy is the one of 60 s periods, and for the event that waited longest. */
export function detectionCouldBeFaster(analysis: Analysis): readonly Finding[] {
  const { evidence, events, timeCompression } = analysis;
  const policy = lastPolicy(evidence.aws);
  if (policy === null || trackedBy(policy.metric)?.unit !== 'requests/instance') return [];
  if (timeCompression === null) return [];
  const fast = FAST_SECONDS / timeCompression;
  const waits = outwards(events).flatMap((event) => {
    const stepMs = stageMs(event, 'load-step');
    const alarmMs = stageMs(event, 'alarm');
    if (stepMs === null || alarmMs === null || event.totalSeconds === null) return [];
    return [{ took: (alarmMs - stepMs) / 1_000, total: event.totalSeconds }];
  });
  const longest = waits.toSorted((left, right) => right.took - left.took)[0];
  if (longest === undefined) return [];
  if (longest.took < longest.total * LARGE_SHARE || longest.took < 2 * fast) return [];
  return [
    note('detection-could-be-faster', {
      message: `Detection took ${seconds(longest.took)} of ${seconds(longest.total)}; the high-resolution concurrency policy detects in about ${seconds(fast)}.`,
      advice: `Consider tracking ${FASTEST}, whose alarm looks at ${HIGH_RESOLUTION_PERIOD_SECONDS} s periods.`,
      value: quantity(longest.took, 'seconds'),
      shownBy: [policy, ...transitionsOf(evidence.aws, evidence.outRule?.alarmName ?? null)],
    }),
  ];
}

function outwards(events: readonly ScalingEvent[]): readonly ScalingEvent[] {
  return events.filter((event) => event.direction === 'out');
}

export function transitionsOf(aws: readonly AwsEvent[], name: string | null): AwsEvent[] {
  return aws.filter((event) => event.type === 'alarm-transition' && event.name === name);
}
