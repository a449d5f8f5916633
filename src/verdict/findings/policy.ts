/** A policy that is not there, or cannot do what it is meant to. */
import { alarmOnOtherMetric } from '../../analysis/alarm-on-other-metric.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf } from '../../analysis/gaps.ts';
import { lastObserved } from '../../analysis/last-observed.ts';
import { lastPolicy } from '../../analysis/tracked-metric.ts';
import { isBurstable } from '../../aws/target-tracking.ts';
import type { Finding } from '../verdict.ts';
import { note, problem } from './finding.ts';

/**
 * A variant that is not meant to scale needs no policy: then it is only worth a note. Of one that
 * cannot scale for its instance type a policy would not help: that is said instead.
 */
export function noPolicy(analysis: Analysis): readonly Finding[] {
  const { evidence, serving, expect, damage } = analysis;
  if (damage.aws !== null) return [];
  if (burstableInstance(analysis).length > 0) return [];
  if (serving.kind !== 'instances' || evidence.seconds.length === 0) return [];
  const seen = evidence.aws.some((event) => event.type === 'policy' || event.type === 'alarm');
  if (seen || gapsOf(evidence.aws, APIS.policies).length > 0) return [];
  const endpoint = lastObserved(evidence.aws, 'endpoint');
  const details = {
    message: 'No scaling policy was seen on the variant: its instance count stays what it is.',
    advice: 'Register it as a scalable target and attach a target-tracking policy.',
    shownBy: endpoint === null ? [] : [endpoint],
  };
  return [meantToScale(expect) ? problem('no-policy', details) : note('no-policy', details)];
}

export function meantToScale(expect: Analysis['expect']): boolean {
  return expect.scaledOut !== undefined || (expect.reachedRate?.minInstances ?? 1) > 1;
}

export function alarmWatchesOther({ evidence }: Analysis): readonly Finding[] {
  const other = alarmOnOtherMetric(evidence.aws);
  if (other === null) return [];
  const policy = lastPolicy(evidence.aws);
  return [
    problem('alarm-on-other-metric', {
      message: `The policy tracks ${other.tracked}; its alarm ${other.alarm.name} watches ${other.alarm.metric}, so the policy acts on something else or never.`,
      advice:
        'Delete and put the policy again: it makes its alarms itself, and they must not be edited.',
      shownBy: [...(policy === null ? [] : [policy]), other.alarm],
    }),
  ];
}

export function burstableInstance({ evidence, expect }: Analysis): readonly Finding[] {
  const config = lastObserved(evidence.aws, 'endpoint-config');
  if (config?.instanceType === undefined || !isBurstable(config.instanceType)) return [];
  const wanted = meantToScale(expect) || lastPolicy(evidence.aws) !== null;
  const details = {
    message: `The variant runs on ${config.instanceType}: burstable instances cannot be scaled automatically, and slow down when their credits are used up.`,
    advice: 'Use a type that does not burst, for example ml.m5.large.',
    shownBy: [config],
  };
  return [wanted ? problem('burstable-instance', details) : note('burstable-instance', details)];
}
