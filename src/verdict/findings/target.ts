/** Finds a policy target with the wrong unit, and a load too small to reach the target. */

import { alarmOnOtherMetric } from '../../analysis/alarm-on-other-metric.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { missingPeriods } from '../../analysis/metric-over-load.ts';
import {
  requestsPerSecond,
  seriesOf,
  type TriggerRule,
  targetRps,
  thresholdInWords,
} from '../../analysis/tracked-metric.ts';
import { count, level, rate, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { nothingInService } from './copies.ts';
import { datapointsOf, samplesOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';
import { targetAboveCapacity } from './target-above-capacity.ts';

/** The factor by which a target is wrong when someone mixes up requests per second and per minute. */
const SLIP = 60;

/**
 * Wrong by 60 or more, which only a mixed-up unit explains:
 * - too high: even if one instance took the whole peak load, it would be 60 times below the target, in a
 *   scenario that expects a scale-out;
 * - too low: one instance carried 60 times its target for a period in which callers were served well
 *   (errors within budget, p99 latency within the bound).
 */
export function implausibleTarget(analysis: Analysis): readonly Found[] {
  const { evidence, expect, loadSpan } = analysis;
  const rule = evidence.outRule;
  const perSecond = rule === null ? null : targetRps(rule);
  if (rule === null || perSecond === null || perSecond <= 0 || loadSpan === null) return [];
  const peak = evidence.seconds.reduce((most, second) => Math.max(most, second.sent), 0);
  if (peak > 0 && expect.scaledOut !== undefined && perSecond >= SLIP * peak) {
    return [
      problem('implausible-target', {
        message: `The target of ${level(perSecond * 60)} requests a minute per ${fleetWords(evidence).one} is ${count(perSecond / peak)} times the total peak load (${rate(peak)}, or ${count(peak * 60)} a minute).`,
        advice: `Check the unit: ${rule.metric} counts requests a minute.`,
        value: quantity(perSecond / peak, 'ratio'),
        shownBy: alarmsOf(analysis, rule),
      }),
    ];
  }
  const carried = (seriesOf(rule, evidence.series)?.points ?? []).find(
    (point) =>
      point.value >= SLIP * rule.threshold && servedWell(analysis, point.startMs, point.endMs),
  );
  if (carried === undefined) return [];
  return [
    problem('implausible-target', {
      message: `One ${fleetWords(evidence).one} carried ${level(carried.value / rule.threshold)} times its target of ${level(perSecond * 60)} requests a minute, with errors and latency in bounds.`,
      advice:
        'Check the unit: the target is probably a rate per second but must be per minute. Use the rate per second that one of them carries x a safety factor x 60.',
      value: quantity(carried.value / rule.threshold, 'ratio'),
      shownBy: [
        ...alarmsOf(analysis, rule),
        ...datapointsOf(analysis, 'sagemaker', rule.metric, [carried]),
      ],
    }),
  ];
}

function servedWell(
  { evidence, expect, unknownExpectations }: Analysis,
  fromMs: number,
  toMs: number,
): boolean {
  const { errors } = expect;
  if (errors === undefined || unknownExpectations.has('latency')) return false;
  const within = evidence.seconds.filter(
    (second) => second.startMs >= fromMs && second.startMs + 1_000 <= toMs && second.sent > 0,
  );
  if (within.length === 0) return false;
  const bound = evidence.latencyBoundMs ?? Number.POSITIVE_INFINITY;
  return within.every((second) => {
    const good = (second.outcomes.correct ?? 0) + (second.outcomes.wrong ?? 0);
    const p99 = second.latencyMs.quantile(0.99);
    return p99 !== null && p99 <= bound && good >= second.completed * (1 - errors.maxShare);
  });
}

/** A load that was sent in full but never reached the threshold, in a scenario that expects a scale-out. */
export function loadTooSmall(analysis: Analysis): readonly Found[] {
  const { trigger, expect, loss, evidence, whole, loadSpan, totals, bypassed } = analysis;
  if (expect.scaledOut === undefined || trigger.state !== 'not-crossed') return [];
  if (loss !== null || !whole || loadSpan === null || expect.loadDelivered === undefined) return [];
  const { rule } = trigger;
  const series = seriesOf(rule, evidence.series);
  // Another cause explains it and has its own finding.
  const otherCause =
    bypassed.length > 0 ||
    nothingInService(analysis).length > 0 ||
    alarmOnOtherMetric(evidence.aws) !== null ||
    implausibleTarget(analysis).length > 0 ||
    targetAboveCapacity(analysis).length > 0 ||
    totals.sent < totals.planned * expect.loadDelivered.minShare ||
    (series !== null && missingPeriods(series.points, series.periodSeconds, loadSpan).length > 0);
  if (otherCause) return [];
  const perSecond = requestsPerSecond(rule);
  const needed = seconds(rule.periodSeconds * rule.evaluationPeriods);
  return [
    problem('load-too-small', {
      message: `${rule.metric} peaked at ${level(trigger.highest)}; the policy scales out above ${level(rule.threshold)} in ${count(rule.datapointsToAlarm)} of ${count(rule.evaluationPeriods)} periods.`,
      advice: `${perSecond === null ? `Send enough load to raise ${rule.metric} above its ${thresholdInWords(rule)}` : `Send more than ${rate(perSecond)} per ${fleetWords(evidence).one}`} for longer than ${needed}.`,
      value: quantity(trigger.highest / rule.threshold, 'ratio'),
      shownBy: [
        ...alarmsOf(analysis, rule),
        ...samplesOf(
          analysis,
          evidence.seconds.filter((second) => second.sent > 0),
        ),
      ],
    }),
  ];
}

function alarmsOf({ evidence }: Analysis, rule: TriggerRule) {
  return evidence.aws.filter((event) => event.type === 'alarm' && event.name === rule.alarmName);
}
