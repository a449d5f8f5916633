/** Bounds and switches of the scalable target that held scaling back. */
import type { Analysis } from '../../analysis/analyse.ts';
import { breachRuns } from '../../analysis/breach-runs.ts';
import { countedPoints, surelyInService } from '../../analysis/instance-counts.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { seriesOf } from '../../analysis/tracked-metric.ts';
import { counted, level } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { datapointsOf } from './evidence-lines.ts';
import { problem } from './finding.ts';
import { implausibleTarget } from './target.ts';

/**
 * At the maximum and still over the threshold for as long as the alarm needs. Only periods that
 * began with all of them in service count: a peak while the last one starts is no want of capacity.
 */
export function atMaxCapacity(analysis: Analysis): readonly Finding[] {
  const { evidence } = analysis;
  const rule = evidence.outRule;
  const target = lastObserved(evidence.aws, 'scalable-target');
  const series = rule === null ? null : seriesOf(rule, evidence.series);
  if (rule === null || target === null || series === null) return [];
  // A target wrong by 60 asks for more than any maximum: that is said instead.
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
  const highest = Math.max(...full.map((point) => point.value));
  return [
    problem('at-max-capacity', {
      message: `All ${counted(target.maxCapacity, 'instance')} that the scalable target allows were in service and ${rule.metric} still was up to ${level(highest)}, over ${level(rule.threshold)}.`,
      advice: 'Raise the maximum capacity, or use a larger instance type.',
      value: quantity(target.maxCapacity, 'instances'),
      shownBy: [target, ...datapointsOf(analysis, 'sagemaker', rule.metric, [run.first, run.last])],
    }),
  ];
}

export function scalingSuspended({ evidence }: Analysis): readonly Finding[] {
  const target = lastObserved(evidence.aws, 'scalable-target');
  if (target === null) return [];
  const what = [
    target.scaleOutSuspended ? 'scale-out' : null,
    target.scaleInSuspended ? 'scale-in' : null,
  ].filter((one) => one !== null);
  if (what.length === 0) return [];
  return [
    problem('scaling-suspended', {
      message: `On the scalable target, ${what.join(' and ')} ${what.length === 1 ? 'is' : 'are'} suspended: the policy cannot act.`,
      advice: 'Lift it with RegisterScalableTarget (SuspendedState).',
      shownBy: [target],
    }),
  ];
}
