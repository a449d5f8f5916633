/** Application Auto Scaling DescribeScalingPolicies and DeleteScalingPolicy. */
import { z } from 'zod';
import { alarmArn, policyArn } from '../../simulation/identity.ts';
import type { StepPolicy } from '../../simulation/step-scaling.ts';
import { TRACKED_METRICS } from '../../simulation/tracked-metric.ts';
import type { NamedPolicy } from '../../simulation/tracking-model.ts';
import { AwsError } from '../wire/aws-error.ts';
import { listField, nameField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import {
  filterFields,
  invalidNextToken,
  isScalable,
  resourceFields,
  scalableFields,
} from './scalable-resource.ts';
import { type Call, operation } from './service.ts';
import { invalidMember } from './validation-exception.ts';

export const describeScalingPolicies = operation(
  invalidMember,
  z.object({ ...filterFields, PolicyNames: listField(nameField, 50).default([]) }),
  (input, call) => {
    const all = isScalable(input, call) ? policies(call) : [];
    const { PolicyNames } = input;
    const asked = all.filter(({ name }) => PolicyNames.length === 0 || PolicyNames.includes(name));
    const cursor = readCursor(input.NextToken, 0, invalidNextToken);
    const { items, next } = pageOf(asked, cursor, input.MaxResults);
    return { ScalingPolicies: items.map(({ described }) => described), ...next };
  },
);

export const deleteScalingPolicy = operation(
  invalidMember,
  z.object({ ...resourceFields, PolicyName: nameField }),
  (input, call) => {
    if (isScalable(input, call) && call.simulation.scaling.deletePolicy(input.PolicyName))
      return {};
    throw new AwsError(
      'ObjectNotFoundException',
      `No scaling policy found for service namespace: ${input.ServiceNamespace}, resource ID: ` +
        `${input.ResourceId}, scalable dimension: ${input.ScalableDimension}, policy name: ` +
        `${input.PolicyName}`,
    );
  },
);

/** The alarms that a policy owns, or that trigger it. */
export function alarmsOfPolicy(id: string, { simulation, identity }: Call): object[] {
  const { tracking, scaling } = simulation;
  const owned = tracking.policy?.id === id ? tracking.policyAlarms : [];
  const triggering = scaling.alarms.list.filter(({ settings: { actions } }) =>
    Object.values(actions).some((arns) => arns.some((arn) => arn.includes(`:${id}:`))),
  );
  return [...owned, ...triggering].map(({ alarm: { definition } }) => ({
    AlarmName: definition.name,
    AlarmARN: alarmArn(identity, definition.name),
  }));
}

function policies(call: Call): { name: string; described: object }[] {
  const { tracking, scaling } = call.simulation;
  const described = [
    ...(tracking.policy ? [describeTracking(tracking.policy, call)] : []),
    ...scaling.stepPolicies.map((policy) => describeSteps(policy, call)),
  ];
  return described.map((each) => ({ name: each.PolicyName, described: each }));
}

function describeTracking(policy: NamedPolicy, call: Call) {
  return {
    ...common(policy, call),
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: policy.targetValue,
      PredefinedMetricSpecification: {
        PredefinedMetricType: TRACKED_METRICS[policy.metric].predefinedType,
      },
      ScaleOutCooldown: policy.scaleOutCooldownMs / 1000,
      ScaleInCooldown: policy.scaleInCooldownMs / 1000,
      DisableScaleIn: policy.scaleInDisabled,
    },
  };
}

function describeSteps(policy: StepPolicy, call: Call) {
  const { minAdjustment } = policy;
  return {
    ...common(policy, call),
    PolicyType: 'StepScaling',
    StepScalingPolicyConfiguration: {
      AdjustmentType: policy.adjustmentType,
      StepAdjustments: policy.steps.map(({ lower, upper, adjustment }) => ({
        ...(lower !== undefined && { MetricIntervalLowerBound: lower }),
        ...(upper !== undefined && { MetricIntervalUpperBound: upper }),
        ScalingAdjustment: adjustment,
      })),
      ...(minAdjustment !== undefined && { MinAdjustmentMagnitude: minAdjustment }),
      Cooldown: policy.cooldownMs / 1000,
      MetricAggregationType: policy.aggregation,
    },
  };
}

function common(policy: Pick<StepPolicy, 'name' | 'id' | 'createdAtMs'>, call: Call) {
  return {
    ...scalableFields(call),
    PolicyName: policy.name,
    PolicyARN: policyArn(call.identity, policy.name, policy.id),
    Alarms: alarmsOfPolicy(policy.id, call),
    CreationTime: new Date(policy.createdAtMs),
  };
}
