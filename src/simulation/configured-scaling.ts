/** The step-scaling policy and the scheduled actions that the settings configure, beside target tracking. */
import { type Identity, policyArn, variantDimensions } from './identity.ts';
import type { Scaling } from './scaling.ts';
import { isSum, type ScheduledActionConfig, type StepPolicySettings } from './settings.ts';

/** The policy, and the alarm whose action it is. */
export function putConfiguredSteps(
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
export function putConfiguredSchedules(
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
