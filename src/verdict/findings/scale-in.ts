/** Finds scale-ins that came late or never: until then, instances nobody needs are paid for. */
import type { Analysis } from '../../analysis/analyse.ts';
import { countedPoints } from '../../analysis/instance-counts.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { publishDelay } from '../../analysis/publish-delay.ts';
import { stageMs } from '../../analysis/reversals.ts';
import { lastPolicy, seriesOf } from '../../analysis/tracked-metric.ts';
import { DEFAULT_COOLDOWN_SECONDS } from '../../aws/target-tracking.ts';
import { counted, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { datapointsOf } from './evidence-lines.ts';
import { note, problem } from './finding.ts';

/**
 * From the end of the first period under the low alarm's threshold to the change, at most:
 *
 *     (evaluation periods - 1) x period + publish delay + one period to evaluate
 *     + the cooldown + one period, for the alarm acts again once a period
 */
function boundSeconds({ evidence, timeCompression }: Analysis): number | null {
  const rule = evidence.inRule;
  if (rule === null || timeCompression === null) return null;
  const delay = publishDelay(evidence, rule)?.longestSeconds ?? rule.periodSeconds;
  const usualCooldown = DEFAULT_COOLDOWN_SECONDS / timeCompression;
  const cooldown = lastPolicy(evidence.aws)?.scaleInCooldownSeconds ?? usualCooldown;
  return (rule.evaluationPeriods + 1) * rule.periodSeconds + delay + cooldown;
}

/**
 * Since when the metric has let one instance fewer do, local epoch ms: the policy sets
 * ceil(instances x metric / target), so a metric just under the low alarm's threshold may leave the
 * count as it is. Null when it did not at `untilMs`.
 */
function surplusSinceMs({ evidence }: Analysis, instances: number, untilMs: number): number | null {
  const target = evidence.outRule?.threshold;
  const rule = evidence.inRule;
  if (target === undefined || target <= 0 || rule === null) return null;
  const points = (seriesOf(rule, evidence.series)?.points ?? []).filter(
    (point) => point.endMs <= untilMs,
  );
  const needed = points.findLastIndex(
    (point) => Math.ceil((instances * point.value) / target) >= instances,
  );
  return points[needed + 1]?.endMs ?? null;
}

/** A policy may go down step by step: no step is due before the last one is in service. */
function lastChangeMs({ events }: Analysis, beforeMs: number): number {
  const changes = events.map((event) => stageMs(event, 'in-service') ?? Number.NEGATIVE_INFINITY);
  return Math.max(Number.NEGATIVE_INFINITY, ...changes.filter((atMs) => atMs < beforeMs));
}

export function lateScaleIn(analysis: Analysis): readonly Finding[] {
  const bound = boundSeconds(analysis);
  if (bound === null) return [];
  return analysis.events
    .filter((event) => event.direction === 'in')
    .flatMap((event) => {
      const actedMs = stageMs(event, 'activity') ?? stageMs(event, 'desired-changed');
      const surplusMs =
        actedMs === null ? null : surplusSinceMs(analysis, event.fromInstances, actedMs);
      const sinceMs = surplusMs && Math.max(surplusMs, lastChangeMs(analysis, actedMs!));
      const took = sinceMs === null || actedMs === null ? 0 : (actedMs - sinceMs) / 1_000;
      if (took <= bound) return [];
      return [
        problem('late-scale-in', {
          message: `The scale-in from ${event.fromInstances} to ${counted(event.toInstances, 'instance')} came ${seconds(took)} after the metric allowed it; the low alarm’s rule, the publish delay and the cooldown explain ${seconds(bound)}.`,
          advice: 'Look at the low alarm and at what else the policy waited for.',
          value: quantity(took, 'seconds'),
          shownBy: analysis.record.aws.filter(
            (one) =>
              (one.type === 'activity' && one.description.includes(`to ${event.toInstances}.`)) ||
              (one.type === 'endpoint' &&
                one.atMs >= (actedMs ?? 0) &&
                one.desiredInstanceCount === event.toInstances),
          ),
        }),
      ];
    });
}

/** Only when the metric allowed fewer for so long that a scale-in was due before watching ended. */
export function missingScaleIn(analysis: Analysis): readonly Finding[] {
  const { evidence, events } = analysis;
  const rule = evidence.inRule;
  const bound = boundSeconds(analysis);
  const target = lastObserved(evidence.aws, 'scalable-target');
  const last = countedPoints(evidence.points).at(-1);
  const policy = lastPolicy(evidence.aws);
  if (rule === null || bound === null || target === null || last === undefined) return [];
  if (last.current <= target.minCapacity || target.scaleInSuspended) return [];
  const surplusMs = surplusSinceMs(analysis, last.current, last.atMs);
  if (surplusMs === null) return [];
  const sinceMs = Math.max(surplusMs, lastChangeMs(analysis, last.atMs));
  const lowFor = (last.atMs - sinceMs) / 1_000;
  const changed = events.some(
    (event) => event.direction === 'in' && (stageMs(event, 'desired-changed') ?? 0) >= sinceMs,
  );
  if (changed || lowFor <= bound) return [];
  const first = (seriesOf(rule, evidence.series)?.points ?? []).filter(
    (point) => point.endMs === surplusMs,
  );
  const what = {
    value: quantity(lowFor, 'seconds'),
    shownBy: datapointsOf(analysis, 'sagemaker', rule.metric, first),
  };
  const paid = `${counted(last.current - target.minCapacity, 'instance')} more than the minimum`;
  if (policy?.scaleInDisabled === true) {
    return [
      note('missing-scale-in', {
        ...what,
        message: `The policy is set never to scale in: ${paid} stayed in service ${seconds(lowFor)} after the load had gone.`,
        advice: 'Scale in by other means, or allow the policy to (DisableScaleIn).',
      }),
    ];
  }
  return [
    problem('missing-scale-in', {
      ...what,
      message: `The metric allowed fewer instances for ${seconds(lowFor)}, and nothing scaled in (due within ${seconds(bound)}): ${paid} stayed in service.`,
      advice: 'Look at the low alarm, which must see datapoints to fire, and at its actions.',
    }),
  ];
}
