/** Finds settings of the scalable target that held scaling back: its maximum, and suspended scaling. */

import type { Analysis } from '../../analysis/analyse.ts';
import { breachRuns } from '../../analysis/breach-runs.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { countedPoints, surelyInService } from '../../analysis/instance-counts.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { seriesOf, thresholdInWords } from '../../analysis/tracked-metric.ts';
import { level } from '../../format/numbers.js';
import { allInWords } from '../all-in-words.ts';
import { quantity } from '../quantity.ts';
import { raiseMaximum } from '../raise-maximum.ts';
import { datapointsOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';
import { implausibleTarget } from './target.ts';

/**
 * At the maximum capacity the metric still breached the threshold for as long as the alarm needs. Only
 * periods that began with all instances in service count: a peak while the last one starts is no lack of
 * capacity.
 */
export function atMaxCapacity(analysis: Analysis): readonly Found[] {
  const { evidence } = analysis;
  const rule = evidence.outRule;
  const target = lastObserved(evidence.aws, 'scalable-target');
  const series = rule === null ? null : seriesOf(rule, evidence.series);
  if (rule === null || target === null || series === null) return [];
  // A target that is wrong by 60 exceeds any maximum: that finding explains it.
  if (implausibleTarget(analysis).length > 0) return [];
  const known = countedPoints(evidence.points);
  const sinceMs = evidence.planStartMs ?? Number.NEGATIVE_INFINITY;
  const full = series.points.filter(
    (point) =>
      point.endMs > sinceMs && (surelyInService(known, point.startMs) ?? 0) >= target.maxCapacity,
  );
  const runs = breachRuns(rule, full).filter((run) => run.reachedMs !== null);
  const run = runs[0];
  if (run === undefined) return [];
  const highest = full.reduce((most, { value }) => Math.max(most, value), 0);
  return [
    problem('at-max-capacity', {
      message: `${capitalised(allInWords(target.maxCapacity, fleetWords(evidence), 'the scalable target'))} in service, but ${rule.metric} still reached ${level(highest)}, over its ${thresholdInWords(rule)} of ${level(rule.threshold)}.`,
      advice: raiseMaximum(analysis, target.maxCapacity),
      value: quantity(target.maxCapacity, 'instances'),
      shownBy: [target, ...datapointsOf(analysis, 'sagemaker', rule.metric, [run.first, run.last])],
    }),
  ];
}

export function scalingSuspended({ evidence }: Analysis): readonly Found[] {
  const target = lastObserved(evidence.aws, 'scalable-target');
  if (target === null) return [];
  const what = [
    target.scaleOutSuspended ? 'scale-out' : null,
    target.scaleInSuspended ? 'scale-in' : null,
  ].filter((one) => one !== null);
  if (what.length === 0) return [];
  return [
    problem('scaling-suspended', {
      message: `The scalable target has ${what.join(' and ')} suspended, so the policy cannot act.`,
      advice: 'Resume scaling with RegisterScalableTarget (SuspendedState).',
      shownBy: [target],
    }),
  ];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
