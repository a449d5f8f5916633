/** Checks the endpoint's scaling configuration, from the results of the AWS calls. Pure. */
import { countsRequests, USUAL_ALARM_DATAPOINTS } from '../aws/target-tracking.ts';
import { unmetCapacity, unmetPeriod, unmetStart } from '../load/unmet-at-start.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import { known } from './answer.ts';
import type { AwsAnswers } from './aws-answers.ts';
import { endpointItem, expectsScaling, instanceTypeItem } from './endpoint-items.ts';
import { type Item, problem } from './item.ts';
import { policyItems, unknownPolicyItem } from './policy-items.ts';
import { noTargetValueItem, targetValueItem, unmetItem } from './target-value-item.ts';

const GROUP = 'Endpoint and scaling';
const START = { id: 'start', group: GROUP, title: 'Instances at the start' } as const;
const PERIOD = { id: 'period', group: GROUP, title: 'Metric period' } as const;

export function scalingItems(
  scenario: WatchedScenario,
  answers: AwsAnswers,
  hasJustStarted: boolean,
): Item[] {
  const { endpoint, instanceType, config } = answers;
  const items = [
    endpointItem(scenario, endpoint),
    instanceTypeItem(scenario, endpoint, instanceType, config),
  ];
  // A serverless variant scales without a policy.
  if (known(endpoint)?.variant?.serverless) return items;
  items.push(...startItems(scenario, answers));
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

/** What the endpoint's state rules out, beside its capacity, which the plan is compared with. */
function startItems(scenario: WatchedScenario, answers: AwsAnswers): Item[] {
  const tracksRequests = countsRequests(firstPolicy(answers)?.metric);
  const high = known(answers.alarms)?.find(({ role }) => role === 'high');
  const current = currentOf(answers);
  const alarmPeriodSeconds = tracksRequests ? (high?.periodSeconds ?? null) : null;
  const start = unmetStart(scenario, current);
  const period = unmetPeriod(scenario, alarmPeriodSeconds);
  return [
    ...(start === null ? [] : [problem(START, start.message, start.next)]),
    ...(period === null ? [] : [problem(PERIOD, period.message, period.next)]),
  ];
}

/** Copies where a component is watched, else instances. */
function currentOf({ component, endpoint }: AwsAnswers): number | null {
  return component === null
    ? (known(endpoint)?.variant?.current ?? null)
    : (known(component)?.currentCopyCount ?? null);
}

function firstPolicy(answers: AwsAnswers) {
  const policies = known(answers.policies)?.observations ?? [];
  return policies.find(({ targetValue }) => targetValue !== undefined) ?? policies[0];
}

function planItem(scenario: WatchedScenario, answers: AwsAnswers, maxCapacity: number): Item {
  const policy = firstPolicy(answers);
  const high = known(answers.alarms)?.find(({ role }) => role === 'high');
  if (policy?.targetValue === undefined || !countsRequests(policy.metric)) {
    const unmet = unmetCapacity(scenario, maxCapacity);
    if (unmet !== null) return unmetItem(unmet);
    return noTargetValueItem(
      `Not compared with the plan: ${policy?.metric ?? 'the metric'} cannot be predicted from a request rate.`,
    );
  }
  return targetValueItem({
    scenario,
    instances: instancesAtStart(scenario, currentOf(answers)),
    maxCapacity,
    target: policy.targetValue,
    periodSeconds: high?.periodSeconds ?? scenario.watch.periodSeconds,
    datapointsToAlarm: high?.datapointsToAlarm ?? USUAL_ALARM_DATAPOINTS.out,
  });
}

/** Where another count than the scenario's is in service, that is a problem of its own. */
function instancesAtStart(scenario: WatchedScenario, current: number | null): number {
  const { fromInstances, atLeastInstances = 2 } = scenario.expect.scaledOut ?? {};
  if (current !== null && unmetStart(scenario, current) === null) return current;
  return fromInstances ?? atLeastInstances - 1;
}
