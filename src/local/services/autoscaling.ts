/** The Application Auto Scaling operations that are played, for one variant. */
import { putScalingPolicy } from './put-scaling-policy.ts';
import {
  deregisterScalableTarget,
  describeScalableTargets,
  registerScalableTarget,
} from './scalable-target.ts';
import { describeScalingActivities } from './scaling-activities.ts';
import { deleteScalingPolicy, describeScalingPolicies } from './scaling-policy.ts';
import {
  deleteScheduledAction,
  describeScheduledActions,
  putScheduledAction,
} from './scheduled-actions.ts';
import type { Service } from './service.ts';

export const AUTOSCALING_TARGET = 'AnyScaleFrontendService';

export const autoscaling: Service = {
  DescribeScalableTargets: describeScalableTargets,
  DescribeScalingPolicies: describeScalingPolicies,
  DescribeScalingActivities: describeScalingActivities,
  DescribeScheduledActions: describeScheduledActions,
  RegisterScalableTarget: registerScalableTarget,
  PutScalingPolicy: putScalingPolicy,
  PutScheduledAction: putScheduledAction,
  DeregisterScalableTarget: deregisterScalableTarget,
  DeleteScalingPolicy: deleteScalingPolicy,
  DeleteScheduledAction: deleteScheduledAction,
};
