/** Application Auto Scaling's operations on the scalable target. */
import { z } from 'zod';
import { MAX_INSTANCES } from '../../scenario/limits.ts';
import { autoscalingRoleArn, scalableTargetArn } from '../../simulation/identity.ts';
import { canAutoscale } from '../../simulation/instance-type.ts';
import { booleanField, integerField, listField, nameField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import {
  invalidNextToken,
  isScalable,
  namespaceField,
  notRegistered,
  resourceFields,
  resultsField,
  scalableFields,
} from './scalable-resource.ts';
import { operation } from './service.ts';
import { invalidMember, validationException } from './validation-exception.ts';

export const describeScalableTargets = operation(
  invalidMember,
  z.object({
    ServiceNamespace: namespaceField,
    ResourceIds: listField(nameField, 50).default([]),
    ScalableDimension: nameField.optional(),
    MaxResults: resultsField,
    NextToken: z.string().optional(),
  }),
  (input, call) => {
    const { ServiceNamespace, ResourceIds, ScalableDimension } = input;
    const ids = ResourceIds.length > 0 ? ResourceIds : [undefined];
    const asked = ids.some((ResourceId) =>
      isScalable({ ServiceNamespace, ResourceId, ScalableDimension }, call),
    );
    const { target } = call.simulation.capacity;
    const targets = asked && target ? [target] : [];
    const cursor = readCursor(input.NextToken, 0, invalidNextToken);
    const { items, next } = pageOf(targets, cursor, input.MaxResults);
    const ScalableTargets = items.map((item) => ({
      ...scalableFields(call),
      MinCapacity: item.minCapacity,
      MaxCapacity: item.maxCapacity,
      RoleARN: autoscalingRoleArn,
      CreationTime: new Date(item.createdAtMs),
      SuspendedState: {
        DynamicScalingInSuspended: item.suspended.scaleIn,
        DynamicScalingOutSuspended: item.suspended.scaleOut,
        ScheduledScalingSuspended: item.suspended.scheduled,
      },
      ScalableTargetARN: scalableTargetArn(call.identity, item.id),
    }));
    return { ScalableTargets, ...next };
  },
);

const suspendedState = z.object({
  DynamicScalingInSuspended: booleanField.optional(),
  DynamicScalingOutSuspended: booleanField.optional(),
  ScheduledScalingSuspended: booleanField.optional(),
});

/** Omitted fields stay unchanged; the first registration must give both capacities. */
export const registerScalableTarget = operation(
  invalidMember,
  z.object({
    ...resourceFields,
    MinCapacity: integerField.optional(),
    MaxCapacity: integerField.optional(),
    SuspendedState: suspendedState.optional(),
  }),
  (input, call) => {
    const { simulation, nowMs } = call;
    const { instanceType } = simulation.settings;
    if (!isScalable(input, call)) {
      throw validationException(`Could not find the resource ${input.ResourceId}.`);
    }
    if (!canAutoscale(instanceType)) {
      throw validationException(
        `The instance type ${instanceType} is burstable and does not support autoscaling.`,
      );
    }
    const { target } = simulation.capacity;
    const minCapacity = input.MinCapacity ?? target?.minCapacity;
    const maxCapacity = input.MaxCapacity ?? target?.maxCapacity;
    if (minCapacity === undefined || maxCapacity === undefined) {
      throw validationException(
        'Both MinCapacity and MaxCapacity are required to register a new scalable target.',
      );
    }
    if (minCapacity < 1 && !simulation.component) {
      throw validationException(
        'Minimum capacity must be at least 1: only inference components scale to 0.',
      );
    }
    if (maxCapacity > MAX_INSTANCES) {
      throw validationException(`Maximum capacity cannot be greater than ${MAX_INSTANCES}.`);
    }
    if (minCapacity > maxCapacity) {
      throw validationException('Maximum capacity cannot be less than minimum capacity.');
    }
    const asked = input.SuspendedState;
    const suspended = {
      scaleIn: asked?.DynamicScalingInSuspended ?? target?.suspended.scaleIn ?? false,
      scaleOut: asked?.DynamicScalingOutSuspended ?? target?.suspended.scaleOut ?? false,
      scheduled: asked?.ScheduledScalingSuspended ?? target?.suspended.scheduled ?? false,
    };
    simulation.apply(simulation.capacity.register({ minCapacity, maxCapacity }, suspended, nowMs));
    const { id } = simulation.capacity.target!;
    return { ScalableTargetARN: scalableTargetArn(call.identity, id) };
  },
);

/** Its policies, their alarms and its scheduled actions go with it; the instance count stays. */
export const deregisterScalableTarget = operation(
  invalidMember,
  z.object(resourceFields),
  (input, call) => {
    const { capacity, scaling } = call.simulation;
    if (!isScalable(input, call) || !capacity.target) throw notRegistered(input);
    scaling.deregister();
    return {};
  },
);
