/** A policy as the two calls that put it in place, in the terms of the Application Auto Scaling API. */
import type { EndpointFact } from './facts.ts';
import type { PolicySettings } from './recommendation.ts';

export const SERVICE = 'sagemaker';
export const DIMENSION = 'sagemaker:variant:DesiredInstanceCount';
/** Where the run recorded none. */
export const UNKNOWN_ENDPOINT = 'ENDPOINT-NAME';
const NEW_POLICY = 'scaleproof-target-tracking';

export function policyRequests(endpoint: EndpointFact, policy: PolicySettings) {
  const resource = {
    ServiceNamespace: SERVICE,
    ResourceId: `endpoint/${endpoint.endpointName ?? UNKNOWN_ENDPOINT}/variant/${endpoint.variantName}`,
    ScalableDimension: DIMENSION,
  } as const;
  return {
    registerScalableTarget: {
      ...resource,
      MinCapacity: policy.minCapacity,
      MaxCapacity: policy.maxCapacity,
    },
    putScalingPolicy: {
      // The name of the policy there is: another name would be a second policy beside it.
      PolicyName: endpoint.policyName ?? NEW_POLICY,
      ...resource,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: policy.targetValue,
        PredefinedMetricSpecification: { PredefinedMetricType: policy.metric },
        ScaleOutCooldown: policy.scaleOutCooldownSeconds,
        ScaleInCooldown: policy.scaleInCooldownSeconds,
        DisableScaleIn: false,
      },
    },
  } as const;
}
export type PolicyRequests = ReturnType<typeof policyRequests>;
