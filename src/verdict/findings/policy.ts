/** Finds a missing scaling policy, an alarm on the wrong metric, and instance types that cannot scale. */

import { alarmOnOtherMetric } from '../../analysis/alarm-on-other-metric.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { APIS, gapsOf } from '../../analysis/gaps.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { lastPolicy } from '../../analysis/policies.ts';
import { isBurstable } from '../../aws/target-tracking.ts';
import { type Found, note, problem } from './finding.ts';

/**
 * A variant that is not meant to scale needs no policy, so this is only a note for it. When the instance
 * type cannot scale, a policy would not help: `burstable-instance` is reported instead.
 */
export function noPolicy(analysis: Analysis): readonly Found[] {
  const { evidence, serving, expect, damage } = analysis;
  if (damage.aws !== null) return [];
  if (burstableInstance(analysis).length > 0) return [];
  if (serving.kind !== 'instances' || evidence.seconds.length === 0) return [];
  const seen = evidence.aws.some((event) => event.type === 'policy' || event.type === 'alarm');
  if (seen || gapsOf(evidence.aws, APIS.policies).length > 0) return [];
  const endpoint = lastObserved(evidence.aws, 'endpoint');
  const details = {
    message: `No scaling policy was seen on the ${evidence.counts === 'copies' ? 'inference component' : 'variant'}, so its ${fleetWords(evidence).one} count does not change.`,
    advice: 'Register it as a scalable target and attach a target-tracking policy.',
    shownBy: endpoint === null ? [] : [endpoint],
    when: null,
  };
  return [meantToScale(expect) ? problem('no-policy', details) : note('no-policy', details)];
}

export function meantToScale(expect: Analysis['expect']): boolean {
  return expect.scaledOut !== undefined || (expect.reachedRate?.minInstances ?? 1) > 1;
}

export function alarmWatchesOther({ evidence }: Analysis): readonly Found[] {
  const other = alarmOnOtherMetric(evidence.aws);
  if (other === null) return [];
  return [
    problem('alarm-on-other-metric', {
      message: `The policy tracks ${other.tracked}, but its alarm ${other.alarm.name} watches ${other.alarm.metric}, so the policy acts on the wrong metric or never.`,
      advice:
        'Delete the policy and put it again: it creates its own alarms, which must not be edited.',
      shownBy: [other.policy, other.alarm],
    }),
  ];
}

export function burstableInstance({ evidence, expect }: Analysis): readonly Found[] {
  const config = lastObserved(evidence.aws, 'endpoint-config');
  if (config?.instanceType === undefined || !isBurstable(config.instanceType)) return [];
  const mustScale = meantToScale(expect) || lastPolicy(evidence.aws) !== null;
  const details = {
    message: `The variant runs on ${config.instanceType}. Burstable instances cannot be scaled automatically, and slow down when their CPU credits run out.`,
    advice: 'Use an instance type that is not burstable, for example ml.m5.large.',
    shownBy: [config],
  };
  return [mustScale ? problem('burstable-instance', details) : note('burstable-instance', details)];
}
