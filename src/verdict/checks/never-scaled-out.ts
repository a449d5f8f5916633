/** Judges a run that crossed the trigger but never reached the expected instances: finds out why. */

import { alarmMoments } from '../../analysis/alarm-moments.ts';
import { alarmOnOtherMetric } from '../../analysis/alarm-on-other-metric.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { countedPoints } from '../../analysis/instance-counts.ts';
import { spanBetween } from '../../analysis/span.ts';
import { seconds } from '../../format/numbers.js';
import type { Expectations } from '../../scenario/expectations.ts';
import { scalingObstacle } from '../scaling-obstacle.ts';
import type { Details } from './definition.ts';
import { lossInWords } from './errors.ts';
import { loadNeedsFewer } from './load-needs-fewer.ts';
import { failed, inconclusive } from './scaled-out-reasons.ts';

/**
 * First an obstacle that AWS reported, which is certain however short the run. Then whether the load
 * asked for that many instances at all, and for long enough to see them. Only then is their absence a
 * failure.
 */
export function neverScaledOut(
  analysis: Analysis,
  asked: NonNullable<Expectations['scaledOut']>,
  triggerMs: number,
  seen: Omit<Details, 'message' | 'when'>,
) {
  const { evidence, loadSpan, loss, demand } = analysis;
  const words = fleetWords(evidence);
  const { atLeastInstances } = asked;
  const neededMs = Math.max(triggerMs, demand?.since(atLeastInstances) ?? triggerMs);
  const deadlineMs = neededMs + asked.withinSeconds * 1_000;
  const points = countedPoints(evidence.points);
  const lastSeenMs = points.at(-1)?.atMs ?? 0;
  const watchedMs = Math.max(lastSeenMs, loadSpan?.toMs ?? 0);
  const details = { ...seen, when: spanBetween(triggerMs, Math.min(deadlineMs, watchedMs)) };
  const cannotTell = (reason: Parameters<typeof inconclusive>[0], message: string) =>
    inconclusive(reason, { ...details, message });
  const needed = Math.min(atLeastInstances, demand?.most ?? atLeastInstances);
  const obstacle = scalingObstacle(analysis, needed);
  if (obstacle !== null) {
    return failed(obstacle.reason, { ...details, message: obstacle.message });
  }
  const fewer = loadNeedsFewer(analysis, atLeastInstances);
  if (fewer !== null) return cannotTell('load-needs-fewer', fewer);
  if (loss !== null && loss.atMs < deadlineMs) {
    return cannotTell(
      'target-lost',
      `${lossInWords(loss)} The ${words.many} were not in service by then.`,
    );
  }
  if (lastSeenMs < deadlineMs) {
    const gaps = gapsOf(evidence.aws, APIS.endpoint, lastSeenMs);
    const early = seconds((deadlineMs - lastSeenMs) / 1_000);
    return gaps.length > 0
      ? cannotTell(
          'no-endpoint-data',
          `${whyUnseen(gaps, '')} The last ${words.one} count is from ${early} before the limit.`,
        )
      : cannotTell(
          'observation-too-short',
          `Watching ended ${early} before the limit of ${seconds(asked.withinSeconds)}. Hold the load, and keep watching, for longer.`,
        );
  }
  if (loadSpan !== null && loadSpan.toMs < deadlineMs) {
    return cannotTell(
      'load-too-short',
      `The load ended ${seconds((deadlineMs - loadSpan.toMs) / 1_000)} before the limit of ${seconds(asked.withinSeconds)}, so the ${words.many} were no longer needed. Hold it for longer.`,
    );
  }
  const other = alarmOnOtherMetric(evidence.aws, ['high']);
  if (other !== null) {
    return failed('alarm-on-other-metric', {
      ...details,
      message: `${other.tracked} breached the target for long enough, but the policy’s alarm watches ${other.alarm.metric}. Delete the policy and put it again: it creates its own alarms, which must not be edited.`,
    });
  }
  if (alarmNeverFired(analysis)) {
    return failed('alarm-never-fired', {
      ...details,
      message:
        'The metric breached the threshold for long enough, but the alarm never went into ALARM. Check its metric, dimensions and treatment of missing data, and whether it stays in INSUFFICIENT_DATA.',
    });
  }
  const most = points.reduce((highest, { current }) => Math.max(highest, current), 0);
  const desired = evidence.points.reduce((highest, one) => Math.max(highest, one.desired ?? 0), 0);
  return failed('not-enough-instances', {
    ...details,
    message: `${words.counted(most)} came into service; the scenario expects ${asked.atLeastInstances} within ${seconds(asked.withinSeconds)}. ${
      desired >= asked.atLeastInstances
        ? `The desired count was ${desired}: find out why the ${words.many} do not start (endpoint status, image, capacity in the Availability Zone).`
        : `The policy did not ask for more: check its ${evidence.outRule?.isStep === true ? 'steps' : 'target'} and cooldowns.`
    }`,
  });
}

/** False unless the alarm was watched without gaps: otherwise it may have fired unseen. */
function alarmNeverFired({ evidence }: Analysis): boolean {
  const watched = evidence.aws.some((event) => event.type === 'alarm' && event.role === 'high');
  if (!watched || gapsOf(evidence.aws, APIS.alarms).length > 0) return false;
  return evidence.outRules.every(
    (rule) => alarmMoments(evidence.aws, 'high', rule, evidence.clock).length === 0,
  );
}
