/** Finds scale-ins that came late or never, while idle instances cost money. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { countedPoints } from '../../analysis/instance-counts.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { cooldownOf, lastPolicy } from '../../analysis/policies.ts';
import { publishDelay } from '../../analysis/publish-delay.ts';
import { stageMs } from '../../analysis/reversals.ts';
import { isByLoad } from '../../analysis/scaling-cause.ts';
import { spanBetween } from '../../analysis/span.ts';
import { seriesOf } from '../../analysis/tracked-metric.ts';
import { DEFAULT_COOLDOWN_SECONDS } from '../../aws/target-tracking.ts';
import { seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { datapointsOf } from './evidence-lines.ts';
import { type Found, note, problem } from './finding.ts';

/**
 * The longest normal time from the end of the first period under the low alarm's threshold to the change:
 *
 *     (evaluation periods - 1) x period + publish delay + one period to evaluate
 *     + the cooldown + one period, since the alarm invokes the policy once a period
 */
function longestNormalSeconds({ evidence, timeCompression }: Analysis): number | null {
  const rule = evidence.inRule;
  if (rule === null || timeCompression === null) return null;
  const delay = publishDelay(evidence, rule)?.longestSeconds ?? rule.periodSeconds;
  const usualCooldown = DEFAULT_COOLDOWN_SECONDS / timeCompression;
  const cooldown = cooldownOf(lastPolicy(evidence.aws), 'in') ?? usualCooldown;
  return (rule.evaluationPeriods + 1) * rule.periodSeconds + delay + cooldown;
}

/**
 * Since when one instance fewer has been enough, local epoch ms. The policy sets
 * ceil(instances x metric / target), so a metric just under the low alarm's threshold may not change the
 * count. Null when all instances were still needed at `untilMs`.
 */
function surplusSinceMs({ evidence }: Analysis, instances: number, untilMs: number): number | null {
  // A step policy's threshold says nothing of how many instances are enough.
  const target = evidence.outRule?.isStep === true ? undefined : evidence.outRule?.threshold;
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

/** A policy may scale in step by step; a step cannot start before the previous one is in service. */
function lastChangeMs({ events }: Analysis, beforeMs: number): number {
  const changes = events.map((event) => stageMs(event, 'in-service') ?? Number.NEGATIVE_INFINITY);
  return Math.max(Number.NEGATIVE_INFINITY, ...changes.filter((atMs) => atMs < beforeMs));
}

export function lateScaleIn(analysis: Analysis): readonly Found[] {
  const bound = longestNormalSeconds(analysis);
  if (bound === null) return [];
  return analysis.events
    .filter((event) => event.direction === 'in' && isByLoad(event.cause ?? { kind: 'other' }))
    .flatMap((event) => {
      const actedMs = stageMs(event, 'activity') ?? stageMs(event, 'desired-changed');
      if (actedMs === null) return [];
      const surplusMs = surplusSinceMs(analysis, event.fromInstances, actedMs);
      if (surplusMs === null) return [];
      const sinceMs = Math.max(surplusMs, lastChangeMs(analysis, actedMs));
      const took = (actedMs - sinceMs) / 1_000;
      if (took <= bound) return [];
      return [
        problem('late-scale-in', {
          message: `The scale-in from ${event.fromInstances} to ${fleetWords(event).counted(event.toInstances)} came ${seconds(took)} after fewer ${fleetWords(event).many} were enough; the low alarm’s rule, the publish delay and the cooldown explain only ${seconds(bound)}.`,
          advice: 'Check the low alarm, and what else the policy waited for.',
          value: quantity(took, 'seconds'),
          shownBy: analysis.record.aws.filter(
            (one) =>
              (one.type === 'activity' && one.description.includes(`to ${event.toInstances}.`)) ||
              (one.type === 'endpoint' &&
                one.atMs >= actedMs &&
                one.desiredInstanceCount === event.toInstances),
          ),
          when: spanBetween(sinceMs, actedMs),
        }),
      ];
    });
}

/** Only when fewer instances were enough for so long that a scale-in should have come before watching ended. */
export function missingScaleIn(analysis: Analysis): readonly Found[] {
  const { evidence, events } = analysis;
  const rule = evidence.inRule;
  const bound = longestNormalSeconds(analysis);
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
    when: spanBetween(sinceMs, last.atMs),
  };
  const words = fleetWords(evidence);
  const excess = `${words.counted(last.current - target.minCapacity)} more than the minimum`;
  if (policy?.scaleInDisabled === true) {
    return [
      note('missing-scale-in', {
        ...what,
        message: `Scale-in is disabled in the policy: ${excess} stayed in service for ${seconds(lowFor)} after the load dropped.`,
        advice: 'Scale in by other means, or enable it in the policy (DisableScaleIn: false).',
      }),
    ];
  }
  return [
    problem('missing-scale-in', {
      ...what,
      message: `Fewer ${words.many} were enough for ${seconds(lowFor)}, but no scale-in came (expected within ${seconds(bound)}): ${excess} stayed in service.`,
      advice: 'Check the low alarm’s actions, and that it gets datapoints, which it needs to fire.',
    }),
  ];
}
