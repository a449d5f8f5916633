/** One policy to plan with: what it changes of the endpoint's own, by name. */
import type { StandInConfig } from '../scenario/stand-in-config.ts';
import type { ScheduledActionSettings } from '../simulation/scheduled-actions.ts';
import type { PolicySettingsResult } from './plan-result.ts';

export interface PolicyVariant {
  readonly id: string;
  /** `fixed`: no policy, `minCapacity` instances. */
  readonly kind: 'target-tracking' | 'fixed';
  readonly policy: StandInConfig['policy'];
  readonly schedules: readonly ScheduledActionSettings[];
}

export function settingsOf({ kind, policy, schedules }: PolicyVariant): PolicySettingsResult {
  const { minCapacity, maxCapacity, metric } = policy;
  const isFixed = kind === 'fixed';
  const target =
    metric === 'InvocationsPerInstance' ? policy.targetPerMinute : policy.targetConcurrency;
  return {
    kind,
    metric: isFixed ? null : metric,
    target: isFixed ? null : target,
    minCapacity,
    maxCapacity,
    scaleOutCooldownSeconds: isFixed ? null : policy.scaleOutCooldownSeconds,
    scaleInCooldownSeconds: isFixed ? null : policy.scaleInCooldownSeconds,
    alarmDatapoints: isFixed ? null : policy.alarmDatapoints,
    schedules: schedules.map(({ expression, minCapacity: min, maxCapacity: max }) =>
      [
        expression,
        ...(min === undefined ? [] : [`min=${min}`]),
        ...(max === undefined ? [] : [`max=${max}`]),
      ].join(' '),
    ),
  };
}
