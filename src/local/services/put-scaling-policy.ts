/** Application Auto Scaling PutScalingPolicy: target tracking and step scaling. */
import { z } from 'zod';
import { policyArn } from '../../simulation/identity.ts';
import { TRACKED_METRICS, trackedMetricOfType } from '../../simulation/tracked-metric.ts';
import { AwsError } from '../wire/aws-error.ts';
import { booleanField, integerField, numberField } from './fields.ts';
import { isScalable, notRegistered, resourceFields } from './scalable-resource.ts';
import { alarmsOfPolicy } from './scaling-policy.ts';
import { type Call, operation } from './service.ts';
import { invalidMember, validationException } from './validation-exception.ts';

const cooldown = integerField.refine((seconds) => seconds >= 0, 'must not be negative').optional();

const trackingConfiguration = z.object({
  TargetValue: numberField.refine((value) => value > 0, 'must be positive'),
  PredefinedMetricSpecification: z.object({ PredefinedMetricType: z.string() }).optional(),
  ScaleOutCooldown: cooldown,
  ScaleInCooldown: cooldown,
  DisableScaleIn: booleanField.default(false),
});

const step = z
  .object({
    MetricIntervalLowerBound: numberField.optional(),
    MetricIntervalUpperBound: numberField.optional(),
    ScalingAdjustment: integerField,
  })
  .refine(
    ({ MetricIntervalLowerBound: lower, MetricIntervalUpperBound: upper }) =>
      (lower !== undefined || upper !== undefined) &&
      (lower ?? Number.NEGATIVE_INFINITY) < (upper ?? Number.POSITIVE_INFINITY),
    'a step must have a lower bound below its upper bound',
  );

const stepConfiguration = z.object({
  AdjustmentType: z.enum(['ChangeInCapacity', 'PercentChangeInCapacity', 'ExactCapacity']),
  StepAdjustments: z.array(step).min(1).max(20),
  MinAdjustmentMagnitude: integerField.refine((n) => n >= 1, 'must be at least 1').optional(),
  Cooldown: cooldown,
  MetricAggregationType: z.enum(['Average', 'Minimum', 'Maximum']).default('Average'),
});

/**
 * One target-tracking policy per variant, and as many step-scaling policies as it takes. Values are taken
 * as given, without compression: a target is per metric period as on the wire, and cooldowns are
 * wall-clock seconds.
 */
export const putScalingPolicy = operation(
  invalidMember,
  z.object({
    ...resourceFields,
    PolicyName: z.string().min(1).max(256),
    PolicyType: z.string().default('StepScaling'),
    TargetTrackingScalingPolicyConfiguration: trackingConfiguration.optional(),
    StepScalingPolicyConfiguration: stepConfiguration.optional(),
  }),
  (input, call) => {
    const { capacity } = call.simulation;
    if (!isScalable(input, call) || !capacity.target) throw notRegistered(input);
    const { PolicyName, PolicyType } = input;
    const tracking = input.TargetTrackingScalingPolicyConfiguration;
    const steps = input.StepScalingPolicyConfiguration;
    refuseOtherType(PolicyName, PolicyType, call);
    if (PolicyType === 'TargetTrackingScaling' && tracking)
      return putTracking(PolicyName, tracking, call);
    if (PolicyType === 'StepScaling' && steps) return putSteps(PolicyName, steps, call);
    throw validationException(
      'A policy must be of the type TargetTrackingScaling or StepScaling and have the ' +
        'configuration of its type.',
    );
  },
);

/** A policy keeps its type for life. */
function refuseOtherType(name: string, type: string, { simulation }: Call): void {
  const { tracking, scaling } = simulation;
  const isStep = scaling.stepPolicies.some((policy) => policy.name === name);
  const isTracking = tracking.policy?.name === name;
  const isOther = type === 'StepScaling' ? isTracking : isStep;
  if (isOther) {
    throw validationException(`The policy ${name} exists with another type; delete it first.`);
  }
}

const toMs = (seconds: number | undefined, { simulation }: Call) =>
  seconds === undefined ? simulation.settings.defaultCooldownMs : seconds * 1000;

function putTracking(
  name: string,
  given: z.output<typeof trackingConfiguration>,
  call: Call,
): object {
  const { tracking } = call.simulation;
  const type = given.PredefinedMetricSpecification?.PredefinedMetricType;
  const metric = trackedMetricOfType(type);
  if (!metric || !tracking.canTrack(metric.name)) {
    const types = Object.values(TRACKED_METRICS)
      .filter(({ name: known }) => tracking.canTrack(known))
      .map((each) => each.predefinedType);
    throw validationException(`Only the predefined metrics ${types.join(', ')} are simulated.`);
  }
  if (tracking.policy && tracking.policy.name !== name) {
    throw new AwsError(
      'LimitExceededException',
      `There is the target-tracking policy ${tracking.policy.name} already; one at a time ` +
        'is simulated.',
    );
  }
  const policy = tracking.putPolicy(
    name,
    {
      metric: metric.name,
      targetValue: given.TargetValue,
      scaleOutCooldownMs: toMs(given.ScaleOutCooldown, call),
      scaleInCooldownMs: toMs(given.ScaleInCooldown, call),
      scaleInDisabled: given.DisableScaleIn,
    },
    call.nowMs,
  );
  const PolicyARN = policyArn(call.identity, policy.name, policy.id);
  return { PolicyARN, Alarms: alarmsOfPolicy(policy.id, call) };
}

/** AWS's quota per scalable target. */
const MAX_STEP_POLICIES = 50;

function putSteps(name: string, given: z.output<typeof stepConfiguration>, call: Call): object {
  const { stepPolicies } = call.simulation.scaling;
  const isNew = stepPolicies.every((policy) => policy.name !== name);
  if (isNew && stepPolicies.length >= MAX_STEP_POLICIES) {
    throw new AwsError(
      'LimitExceededException',
      `A scalable target has at most ${MAX_STEP_POLICIES} step-scaling policies; delete one first.`,
    );
  }
  const policy = call.simulation.scaling.putStepPolicy(
    {
      name,
      adjustmentType: given.AdjustmentType,
      steps: given.StepAdjustments.map((each) => ({
        lower: each.MetricIntervalLowerBound,
        upper: each.MetricIntervalUpperBound,
        adjustment: each.ScalingAdjustment,
      })),
      minAdjustment: given.MinAdjustmentMagnitude,
      cooldownMs: toMs(given.Cooldown, call),
      aggregation: given.MetricAggregationType,
    },
    call.nowMs,
  );
  const PolicyARN = policyArn(call.identity, policy.name, policy.id);
  return { PolicyARN, Alarms: alarmsOfPolicy(policy.id, call) };
}
