/** The supported Application Auto Scaling operations, for one variant. */
import { describeScalableTargets, registerScalableTarget } from './scalable-target.ts';
import { describeScalingActivities } from './scaling-activities.ts';
import { describeScalingPolicies, putScalingPolicy } from './scaling-policy.ts';
import type { Service } from './service.ts';

export const AUTOSCALING_TARGET = 'AnyScaleFrontendService';

export const autoscaling: Service = {
  DescribeScalableTargets: describeScalableTargets,
  DescribeScalingPolicies: describeScalingPolicies,
  DescribeScalingActivities: describeScalingActivities,
  RegisterScalableTarget: registerScalableTarget,
  PutScalingPolicy: putScalingPolicy,
};
