/** Finds slow detection of the load, and runs in which a high-resolution policy would detect it sooner. */
import type { Analysis } from '../../analysis/analyse.ts';
import { publishDelay } from '../../analysis/publish-delay.ts';
import { stageMs } from '../../analysis/reversals.ts';
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import { spanBetween } from '../../analysis/span.ts';
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
import { type Found, note, problem } from './finding.ts';

/** The policy whose alarm gets its datapoints soonest. */
const FASTEST: PredefinedMetric = 'SageMakerVariantConcurrentRequestsPerModelHighResolution';
const FAST_SECONDS = USUAL_ALARM_DATAPOINTS.out * HIGH_RESOLUTION_PERIOD_SECONDS;
/** Below this share of the whole, faster detection would not change much. */
const LARGE_SHARE = 1 / 3;
/** An alarm that needs more datapoints than this is slow by design. */
const MANY_DATAPOINTS = 2 * USUAL_ALARM_DATAPOINTS.out;

/**
 * Detection runs from the end of the first breaching period to ALARM. The alarm waits for its datapoints
 * to be published and is evaluated once a period:
 *
 *     (evaluation periods - 1) x period + publish delay (as observed) + one period
 *
 * An alarm that needs far more datapoints than the default is held to the default.
 */
export function slowDetection(analysis: Analysis): readonly Found[] {
  const { evidence, events } = analysis;
  const rule = evidence.outRule;
  if (rule === null || rule.alarmName === null) return [];
  const delay = publishDelay(evidence, rule);
  if (delay === null) return [];
  const long = rule.datapointsToAlarm > MANY_DATAPOINTS;
  const periods = long ? USUAL_ALARM_DATAPOINTS.out : rule.evaluationPeriods;
  const bound = periods * rule.periodSeconds + delay.longestSeconds;
  const explained = long
    ? `target tracking’s default rule (${periods} periods of ${seconds(rule.periodSeconds)}; this alarm needs ${rule.datapointsToAlarm})`
    : `its rule (${periods} periods of ${seconds(rule.periodSeconds)})`;
  return scaleOuts(events).flatMap((event) => {
    const breach = event.stages.find((stage) => stage.id === 'metric-breach');
    const alarm = event.stages.find((stage) => stage.id === 'alarm');
    if (breach?.atMs == null || alarm?.atMs == null) return [];
    const took = (alarm.atMs - breach.atMs) / 1_000;
    const error = (breach.plusMinusSeconds ?? 0) + (alarm.plusMinusSeconds ?? 0);
    if (took - error <= bound) return [];
    return [
      problem('slow-detection', {
        message: `The alarm fired ${seconds(took)} after the first breaching period; ${explained} and a publish delay of ${seconds(delay.longestSeconds)} explain only ${seconds(bound)}.`,
        advice: long
          ? 'Delete the policy and put it again: it creates its own alarms, which must not be edited.'
          : 'Check whether the alarm treats missing data as good, stays in INSUFFICIENT_DATA, or was edited.',
        value: quantity(took, 'seconds'),
        shownBy: transitionsOf(evidence.aws, rule.alarmName),
        when: spanBetween(breach.atMs, alarm.atMs),
      }),
    ];
  });
}

/** Only for a policy with 60 s periods, and for the scale-out that was detected last. */
export function detectionCouldBeFaster(analysis: Analysis): readonly Found[] {
  const { evidence, events, timeCompression } = analysis;
  const policy = lastPolicy(evidence.aws);
  if (policy === null || trackedBy(policy.metric)?.unit !== 'requests/instance') return [];
  if (timeCompression === null) return [];
  const fast = FAST_SECONDS / timeCompression;
  const waits = scaleOuts(events).flatMap((event) => {
    const stepMs = stageMs(event, 'load-step');
    const alarmMs = stageMs(event, 'alarm');
    if (stepMs === null || alarmMs === null || event.totalSeconds === null) return [];
    const took = (alarmMs - stepMs) / 1_000;
    const plusMinus = event.lag.detectionSeconds?.plusMinus ?? 0;
    return [{ span: spanBetween(stepMs, alarmMs), took, plusMinus, total: event.totalSeconds }];
  });
  const longest = waits.toSorted((left, right) => right.took - left.took)[0];
  if (longest === undefined) return [];
  if (longest.took < longest.total * LARGE_SHARE || longest.took - longest.plusMinus < 2 * fast)
    return [];
  return [
    note('detection-could-be-faster', {
      message: `Detection took ${seconds(longest.took)} of ${seconds(longest.total)}; the high-resolution concurrency policy detects in about ${seconds(fast)}.`,
      advice: `Consider tracking ${FASTEST}, whose alarm uses ${HIGH_RESOLUTION_PERIOD_SECONDS} s periods.`,
      value: quantity(longest.took, 'seconds'),
      shownBy: [policy, ...transitionsOf(evidence.aws, evidence.outRule?.alarmName ?? null)],
      when: longest.span,
    }),
  ];
}

function scaleOuts(events: readonly ScalingEvent[]): readonly ScalingEvent[] {
  return events.filter((event) => event.direction === 'out');
}

export function transitionsOf(aws: readonly AwsEvent[], name: string | null): AwsEvent[] {
  return aws.filter((event) => event.type === 'alarm-transition' && event.name === name);
}
