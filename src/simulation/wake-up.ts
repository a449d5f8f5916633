/**
 * What scales a component out from zero copies, which target tracking cannot: a step-scaling policy, and
 * an alarm on the requests that were refused.
 *
 * Source: "Scale an endpoint to zero instances", AWS documentation, whose values these are.
 */
import { componentDimensions, type Identity, policyArn } from './identity.ts';
import type { Scaling } from './scaling.ts';

const COOLDOWN_SECONDS = 60;

export function addWakeUp(
  scaling: Scaling,
  {
    identity,
    component,
    basePeriodMs,
  }: { identity: Identity; component: string; basePeriodMs: number },
  nowMs: number,
): void {
  const policy = scaling.putStepPolicy(
    {
      name: `${component}-wake-up`,
      adjustmentType: 'ChangeInCapacity',
      steps: [{ lower: 0, adjustment: 1 }],
      // AWS minutes, of which a base period is one.
      cooldownMs: (COOLDOWN_SECONDS / 60) * basePeriodMs,
      aggregation: 'Maximum',
    },
    nowMs,
  );
  scaling.alarms.put(
    {
      name: `${component}-no-capacity`,
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      treatMissingData: undefined,
    },
    {
      namespace: 'AWS/SageMaker',
      metricName: 'NoCapacityInvocationFailures',
      dimensions: componentDimensions(component),
      statistic: 'Sum',
      periodMs: basePeriodMs,
      actions: {
        ALARM: [policyArn(identity, policy.name, policy.id)],
        OK: [],
        INSUFFICIENT_DATA: [],
      },
    },
    { actionsEnabled: true, nowMs },
  );
}
