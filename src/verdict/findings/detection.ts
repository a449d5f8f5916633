/** Finds slow detection of the load, and runs in which a high-resolution policy would detect it sooner. */
import type { Analysis } from '../../analysis/analyse.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { lastPolicy } from '../../analysis/policies.ts';
import { publishDelay } from '../../analysis/publish-delay.ts';
import { stageMs } from '../../analysis/reversals.ts';
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import { spanBetween } from '../../analysis/span.ts';
import {
  breaches,
  ruleOfAlarm,
  seriesOf,
  type TriggerRule,
} from '../../analysis/tracked-metric.ts';
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

/** The policies whose alarms get their datapoints soonest. */
const FASTEST = {
  instances: 'SageMakerVariantConcurrentRequestsPerModelHighResolution',
  copies: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution',
} as const satisfies Readonly<Record<string, PredefinedMetric>>;
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
 * An alarm of target tracking that needs far more datapoints than the default is held to the default.
 */
export function slowDetection(analysis: Analysis): readonly Found[] {
  const { evidence, events } = analysis;
  return scaleOuts(events).flatMap((event) => {
    const alarmName = event.cause?.alarm;
    const rule = alarmName == null ? evidence.outRule : ruleOfAlarm(evidence.aws, alarmName);
    return rule === null || rule.alarmName === null ? [] : slowTo(analysis, event, rule);
  });
}

function slowTo({ evidence }: Analysis, event: ScalingEvent, rule: TriggerRule): readonly Found[] {
  const delay = publishDelay(evidence, rule);
  const breach = event.stages.find((stage) => stage.id === 'metric-breach');
  const alarm = event.stages.find((stage) => stage.id === 'alarm');
  if (delay === null || breach?.atMs == null || alarm?.atMs == null) return [];
  const long = rule.isStep !== true && rule.datapointsToAlarm > MANY_DATAPOINTS;
  const periods = long ? USUAL_ALARM_DATAPOINTS.out : rule.evaluationPeriods;
  const bound = periods * rule.periodSeconds + delay.longestSeconds;
  const explained = long
    ? `target tracking’s default rule (${periods} periods of ${seconds(rule.periodSeconds)}; this alarm needs ${rule.datapointsToAlarm})`
    : `its rule (${periods} periods of ${seconds(rule.periodSeconds)})`;
  const breachedMs = endOfAlarmsPeriod(evidence, rule, breach.atMs);
  const took = (alarm.atMs - breachedMs) / 1_000;
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
      when: spanBetween(breachedMs, alarm.atMs),
    }),
  ];
}

/** The alarm knows only its own periods, where a shorter one shows the breach sooner. */
function endOfAlarmsPeriod(
  { series }: Analysis['evidence'],
  rule: TriggerRule,
  breachMs: number,
): number {
  const points = seriesOf(rule, series)?.points ?? [];
  return points.find((one) => one.endMs >= breachMs && breaches(rule, one))?.endMs ?? breachMs;
}

/** That the endpoint tells more than the alarm looks at; empty where it does not. */
function publishedSooner({ aws, outRule, series }: Analysis['evidence']): string {
  const config = lastObserved(aws, 'endpoint-config')?.metrics;
  const isFiner = series.some(
    (one) => one.metric === outRule?.metric && one.periodSeconds < (outRule?.periodSeconds ?? 0),
  );
  if (outRule === null || config?.enhanced !== true || !isFiner) return '';
  return ` The endpoint publishes ${outRule.metric} every ${seconds(config.publishSeconds)} already, but target tracking looks at it by the minute: only an alarm of your own, with a step policy, sees it sooner.`;
}

/** Only for a policy with 60 s periods, and for the scale-out that was detected last. */
export function detectionCouldBeFaster(analysis: Analysis): readonly Found[] {
  const { evidence, events, timeCompression } = analysis;
  const policy = lastPolicy(evidence.aws);
  const tracked = trackedBy(policy?.metric);
  if (policy === null || !tracked?.unit.startsWith('requests/')) return [];
  if (timeCompression === null) return [];
  const fast = FAST_SECONDS / timeCompression;
  const byPolicy = scaleOuts(events).filter(
    ({ cause }) => (cause?.name ?? policy.name) === policy.name,
  );
  const waits = byPolicy.flatMap((event) => {
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
      advice: `Consider tracking ${FASTEST[tracked.unit === 'requests/copy' ? 'copies' : 'instances']}, whose alarm uses ${HIGH_RESOLUTION_PERIOD_SECONDS} s periods.${publishedSooner(evidence)}`,
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
