/** The scalable target, the policies and the scheduled actions that the settings configure. */
import { type Identity, policyArn, variantDimensions } from './identity.ts';
import type { Scaling } from './scaling.ts';
import type { createScaling } from './scaling-parts.ts';
import {
  isSum,
  type ScheduledActionConfig,
  type SimulationSettings,
  type StepPolicySettings,
} from './settings.ts';
import { metricPolicyOf, type TrackingEffect } from './tracking-model.ts';
import { addWakeUp } from './wake-up.ts';

/** All of them, effective from the start. @returns what the target's limits change */
export function putConfigured(
  { capacity, tracking, scaling }: ReturnType<typeof createScaling>,
  {
    settings,
    identity,
    policyName,
    startMs: nowMs,
  }: { settings: SimulationSettings; identity: Identity; policyName: string; startMs: number },
): readonly TrackingEffect[] {
  const { policy, component, stepPolicy, scheduledActions, basePeriodMs, faults } = settings;
  const { minCapacity, maxCapacity } = policy;
  const suspended = { scaleOut: faults.suspendScaleOut, scaleIn: false, scheduled: false };
  const effects = capacity.register({ minCapacity, maxCapacity }, suspended, nowMs);
  tracking.putPolicy(policyName, metricPolicyOf(policy, component !== undefined), nowMs);
  if (component?.wakeUp) {
    addWakeUp(scaling, { identity, component: component.name, basePeriodMs }, nowMs);
  }
  if (stepPolicy) putSteps(scaling, stepPolicy, { identity, nowMs, periodMs: basePeriodMs });
  putSchedules(scaling, scheduledActions, nowMs);
  return effects;
}

/** The policy, and the alarm whose action it is. */
function putSteps(
  scaling: Scaling,
  settings: StepPolicySettings,
  { identity, nowMs, periodMs }: { identity: Identity; nowMs: number; periodMs: number },
): void {
  const { name, metric, threshold, datapoints, adjustment, cooldownMs } = settings;
  const isOut = adjustment >= 0;
  const { id } = scaling.putStepPolicy(
    {
      name,
      adjustmentType: 'ChangeInCapacity',
      steps: [isOut ? { lower: 0, adjustment } : { upper: 0, adjustment }],
      cooldownMs,
      aggregation: 'Average',
    },
    nowMs,
  );
  scaling.alarms.put(
    {
      name: `${name}-alarm`,
      comparison: isOut ? 'GreaterThanThreshold' : 'LessThanThreshold',
      threshold,
      evaluationPeriods: datapoints,
      datapointsToAlarm: datapoints,
    },
    {
      namespace: metric === 'CPUUtilization' ? '/aws/sagemaker/Endpoints' : 'AWS/SageMaker',
      metricName: metric,
      dimensions: variantDimensions(identity),
      statistic: isSum(metric) ? 'Sum' : 'Average',
      periodMs,
      actions: { ALARM: [policyArn(identity, name, id)], OK: [], INSUFFICIENT_DATA: [] },
    },
    { actionsEnabled: true, nowMs },
  );
}

/** @param startMs what the actions' times count from */
function putSchedules(
  scaling: Scaling,
  actions: readonly ScheduledActionConfig[],
  startMs: number,
): void {
  for (const { name, atMs, minCapacity, maxCapacity } of actions) {
    // What is due at the very start would be over before it is put.
    const local = startMs + Math.max(1, atMs);
    const expression = `at(${new Date(local).toISOString().slice(0, 19)})`;
    const schedule = { kind: 'at', local } as const;
    const always = { timeZone: undefined, startMs: undefined, endMs: undefined };
    scaling.scheduled.put(
      { name, expression, schedule, ...always, minCapacity, maxCapacity },
      startMs,
    );
  }
}
