/** Application Auto Scaling DescribeScalingPolicies and PutScalingPolicy. */
import { z } from 'zod';
import { alarmArn, policyArn } from '../../simulation/identity.ts';
import { TRACKED_METRICS, trackedMetricOfType } from '../../simulation/tracked-metric.ts';
import { AwsError } from '../wire/aws-error.ts';
import { booleanField, integerField, listField, nameField, numberField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import {
  filterFields,
  invalidNextToken,
  isVariant,
  resourceFields,
  variantFields,
} from './scalable-resource.ts';
import { type Call, operation } from './service.ts';
import { invalidMember, validationException } from './validation-exception.ts';

export const describeScalingPolicies = operation(
  invalidMember,
  z.object({ ...filterFields, PolicyNames: listField(nameField, 50).default([]) }),
  (input, call) => {
    const { policy } = call.simulation.tracking;
    const named = input.PolicyNames.length === 0 || input.PolicyNames.includes(policy?.name ?? '');
    const policies = policy && named && isVariant(input, call) ? [policy] : [];
    const cursor = readCursor(input.NextToken, 0, invalidNextToken);
    const { items, next } = pageOf(policies, cursor, input.MaxResults);
    const ScalingPolicies = items.map((item) => ({
      ...variantFields(call),
      PolicyName: item.name,
      PolicyARN: policyArn(call.identity, item.name, item.id),
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: item.targetValue,
        PredefinedMetricSpecification: {
          PredefinedMetricType: TRACKED_METRICS[item.metric].predefinedType,
        },
        ScaleOutCooldown: item.scaleOutCooldownMs / 1000,
        ScaleInCooldown: item.scaleInCooldownMs / 1000,
        DisableScaleIn: item.scaleInDisabled,
      },
      Alarms: alarmsOf(call),
      CreationTime: new Date(item.createdAtMs),
    }));
    return { ScalingPolicies, ...next };
  },
);

const cooldown = integerField.refine((seconds) => seconds >= 0, 'must not be negative').optional();

const trackingConfiguration = z.object({
  TargetValue: numberField.refine((value) => value > 0, 'must be positive'),
  PredefinedMetricSpecification: z.object({ PredefinedMetricType: z.string() }).optional(),
  ScaleOutCooldown: cooldown,
  ScaleInCooldown: cooldown,
  DisableScaleIn: booleanField.default(false),
});

/**
 * One policy per variant. Values are taken as given, without compression: the target is per metric
 * period as on the wire, and cooldowns are wall-clock seconds.
 */
export const putScalingPolicy = operation(
  invalidMember,
  z.object({
    ...resourceFields,
    PolicyName: nameField,
    PolicyType: z.string().default('StepScaling'),
    TargetTrackingScalingPolicyConfiguration: trackingConfiguration.optional(),
  }),
  (input, call) => {
    const { simulation, nowMs } = call;
    const { capacity, tracking, settings } = simulation;
    if (!isVariant(input, call) || !capacity.target) {
      throw new AwsError(
        'ObjectNotFoundException',
        `No scalable target registered for service namespace: ${input.ServiceNamespace}, ` +
          `resource ID: ${input.ResourceId}, scalable dimension: ${input.ScalableDimension}`,
      );
    }
    const given = input.TargetTrackingScalingPolicyConfiguration;
    if (input.PolicyType !== 'TargetTrackingScaling' || !given) {
      throw validationException('Only policies of the type TargetTrackingScaling are simulated.');
    }
    const type = given.PredefinedMetricSpecification?.PredefinedMetricType;
    const metric = trackedMetricOfType(type);
    if (!metric) {
      const types = Object.values(TRACKED_METRICS).map((each) => each.predefinedType);
      throw validationException(`Only the predefined metrics ${types.join(', ')} are simulated.`);
    }
    if (tracking.policy && tracking.policy.name !== input.PolicyName) {
      throw new AwsError(
        'LimitExceededException',
        `The variant has the policy ${tracking.policy.name} already; one at a time is simulated.`,
      );
    }
    const toMs = (seconds: number | undefined) =>
      seconds === undefined ? settings.defaultCooldownMs : seconds * 1000;
    const policy = tracking.putPolicy(
      input.PolicyName,
      {
        metric: metric.name,
        targetValue: given.TargetValue,
        scaleOutCooldownMs: toMs(given.ScaleOutCooldown),
        scaleInCooldownMs: toMs(given.ScaleInCooldown),
        scaleInDisabled: given.DisableScaleIn,
      },
      nowMs,
    );
    const PolicyARN = policyArn(call.identity, policy.name, policy.id);
    return { PolicyARN, Alarms: alarmsOf(call) };
  },
);

function alarmsOf({ simulation, identity }: Call): object[] {
  return simulation.tracking.policyAlarms.map(
    ({
      alarm: {
        definition: { name },
      },
    }) => ({
      AlarmName: name,
      AlarmARN: alarmArn(identity, name),
    }),
  );
}
