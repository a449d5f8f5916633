/** Checks the endpoint's scaling configuration, from the results of the AWS calls. Pure. */
import { trackedBy, USUAL_ALARM_DATAPOINTS } from '../aws/target-tracking.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { known } from './answer.ts';
import type { AwsAnswers } from './aws-answers.ts';
import { endpointItem, expectsScaling, instanceTypeItem } from './endpoint-items.ts';
import type { Item } from './item.ts';
import { policyItems, unknownPolicyItem } from './policy-items.ts';
import { noTargetValueItem, targetValueItem } from './target-value-item.ts';

export function scalingItems(
  scenario: ResolvedScenario,
  answers: AwsAnswers,
  hasJustStarted: boolean,
): Item[] {
  const { endpoint, instanceType } = answers;
  const items = [
    endpointItem(scenario, endpoint),
    instanceTypeItem(scenario, endpoint, instanceType),
  ];
  // A serverless variant scales without a policy.
  if (known(endpoint)?.variant?.serverless) return items;
  if (!answers.target.ok || !answers.policies.ok) return [...items, unknownPolicyItem()];
  const target = answers.target.value;
  const policies = answers.policies.value.observations;
  const alarms = known(answers.alarms) ?? [];
  items.push(
    ...policyItems({
      target,
      policies,
      alarms,
      isScalingExpected: expectsScaling(scenario),
      hasJustStarted,
    }),
  );
  if (target !== null && policies.length > 0) {
    items.push(planItem(scenario, answers, target.maxCapacity));
  }
  return items;
}

function planItem(scenario: ResolvedScenario, answers: AwsAnswers, maxCapacity: number): Item {
  const policy = known(answers.policies)?.observations[0];
  const high = known(answers.alarms)?.find(({ role }) => role === 'high');
  if (policy?.targetValue === undefined || trackedBy(policy.metric)?.unit !== 'requests/instance') {
    return noTargetValueItem(
      `Not compared with the plan: ${policy?.metric ?? 'the metric'} cannot be predicted from a request rate.`,
    );
  }
  return targetValueItem({
    scenario,
    instances:
      known(answers.endpoint)?.variant?.current ?? scenario.expect.scaledOut?.fromInstances ?? 1,
    maxCapacity,
    target: policy.targetValue,
    periodSeconds: high?.periodSeconds ?? scenario.watch.periodSeconds,
    datapointsToAlarm: high?.datapointsToAlarm ?? USUAL_ALARM_DATAPOINTS.out,
  });
}
