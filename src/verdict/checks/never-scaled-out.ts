/** Judges a run whose trigger was crossed and whose instances never came: finds what held them back. */
import { alarmMoments } from '../../analysis/alarm-moments.ts';
import { alarmOnOtherMetric } from '../../analysis/alarm-on-other-metric.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { countedPoints } from '../../analysis/instance-counts.ts';
import { counted, seconds } from '../../format/numbers.js';
import type { Expectations } from '../../scenario/expectations.ts';
import { scalingObstacle } from '../scaling-obstacle.ts';
import type { Details } from './definition.ts';
import { lossInWords } from './errors.ts';
import { failed, inconclusive } from './scaled-out-reasons.ts';

/**
 * In this order: what AWS says stood in the way is certain however short the run. Then, whether
 * the run was long enough to see the instances come at all. Only then is their absence a failure.
 */
export function neverScaledOut(
  analysis: Analysis,
  asked: NonNullable<Expectations['scaledOut']>,
  triggerMs: number,
  finding: Omit<Details, 'message'>,
) {
  const { evidence, loadSpan, loss } = analysis;
  const cannotTell = (reason: Parameters<typeof inconclusive>[0], message: string) =>
    inconclusive(reason, { ...finding, message });
  const obstacle = scalingObstacle(analysis, asked.atLeastInstances);
  if (obstacle !== null) {
    return failed(obstacle.reason, { ...finding, message: obstacle.message });
  }
  const deadlineMs = triggerMs + asked.withinSeconds * 1_000;
  if (loss !== null && loss.atMs < deadlineMs) {
    return cannotTell('target-lost', `${lossInWords(loss)} The instances had not come by then.`);
  }
  const points = countedPoints(evidence.points);
  const lastSeenMs = points.at(-1)?.atMs ?? 0;
  if (lastSeenMs < deadlineMs) {
    const gaps = gapsOf(evidence.aws, APIS.endpoint, lastSeenMs);
    const short = seconds((deadlineMs - lastSeenMs) / 1_000);
    return gaps.length > 0
      ? cannotTell(
          'no-endpoint-data',
          `${whyUnseen(gaps, '')} The last instance count is from ${short} before the limit.`,
        )
      : cannotTell(
          'observation-too-short',
          `Watching ended ${short} before the limit of ${seconds(asked.withinSeconds)} was over. Hold the load and the watch for longer.`,
        );
  }
  if (loadSpan !== null && loadSpan.toMs < deadlineMs) {
    return cannotTell(
      'load-too-short',
      `The load ended ${seconds((deadlineMs - loadSpan.toMs) / 1_000)} before the limit of ${seconds(asked.withinSeconds)} was over, and with it the need for instances. Hold it for longer.`,
    );
  }
  const other = alarmOnOtherMetric(evidence.aws, ['high']);
  if (other !== null) {
    return failed('alarm-on-other-metric', {
      ...finding,
      message: `${other.tracked} was above the target for long enough, and the policy’s alarm watches ${other.alarm.metric}. Delete and put the policy again: it makes its alarms itself, and they must not be edited.`,
    });
  }
  if (alarmSilent(analysis)) {
    return failed('alarm-never-fired', {
      ...finding,
      message:
        'The metric was above the threshold for long enough and the alarm never went into ALARM. Look at its metric, dimensions and missing-data setting, or whether it lingers in INSUFFICIENT_DATA.',
    });
  }
  const most = Math.max(...points.map((point) => point.current));
  const wanted = Math.max(...evidence.points.map((point) => point.desired ?? 0));
  return failed('not-enough-instances', {
    ...finding,
    message: `${counted(most, 'instance')} came into service, ${asked.atLeastInstances} are asked for within ${seconds(asked.withinSeconds)}. ${
      wanted >= asked.atLeastInstances
        ? `The desired count was ${wanted}: look at why the instances do not start (status of the endpoint, image, capacity of the zone).`
        : 'The policy did not ask for more: look at its target and cooldowns.'
    }`,
  });
}

/** Only when the alarm could be watched does its silence mean anything. */
function alarmSilent({ evidence }: Analysis): boolean {
  const watched = evidence.aws.some((event) => event.type === 'alarm' && event.role === 'high');
  if (!watched || gapsOf(evidence.aws, APIS.alarms).length > 0) return false;
  return alarmMoments(evidence.aws, 'high', evidence.outRule, evidence.clock).length === 0;
}
