/** Application Auto Scaling PutScheduledAction, DescribeScheduledActions and DeleteScheduledAction. */
import { z } from 'zod';
import { MAX_INSTANCES } from '../../scenario/limits.ts';
import { scheduledActionArn } from '../../simulation/identity.ts';
import { isTimeZone, readSchedule } from '../../simulation/schedule.ts';
import type { ScheduledAction } from '../../simulation/scheduled-actions.ts';
import { AwsError } from '../wire/aws-error.ts';
import { integerField, listField, nameField, timestampField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import {
  filterFields,
  invalidNextToken,
  isScalable,
  notRegistered,
  resourceFields,
  scalableFields,
} from './scalable-resource.ts';
import { type Call, operation } from './service.ts';
import { invalidMember, validationException } from './validation-exception.ts';

/** AWS's quota per scalable target. */
const MAX_ACTIONS = 200;

const capacity = integerField
  .refine((n) => n >= 1 && n <= MAX_INSTANCES, `must be between 1 and ${MAX_INSTANCES}`)
  .optional();

const targetAction = z.object({ MinCapacity: capacity, MaxCapacity: capacity });

/** What an action that exists is changed in stays as it was. */
export const putScheduledAction = operation(
  invalidMember,
  z.object({
    ...resourceFields,
    ScheduledActionName: nameField,
    Schedule: nameField.optional(),
    Timezone: nameField.optional(),
    StartTime: timestampField.optional(),
    EndTime: timestampField.optional(),
    ScalableTargetAction: targetAction.optional(),
  }),
  (input, call) => {
    const { simulation, nowMs } = call;
    if (!isScalable(input, call) || !simulation.capacity.target) throw notRegistered(input);
    const { scheduled } = simulation.scaling;
    const old = scheduled.list.find(({ name }) => name === input.ScheduledActionName);
    const expression = input.Schedule ?? old?.expression;
    if (expression === undefined) {
      throw validationException('Schedule is required for a new scheduled action.');
    }
    if (!old && scheduled.list.length >= MAX_ACTIONS) {
      throw new AwsError(
        'LimitExceededException',
        `A scalable target has at most ${MAX_ACTIONS} scheduled actions; delete one first.`,
      );
    }
    const schedule = readSchedule(expression);
    if (!schedule) {
      throw validationException(
        `Invalid schedule expression: ${expression}. Use at(yyyy-mm-ddThh:mm:ss), ` +
          'rate(value unit) or cron(minutes hours day-of-month month day-of-week year); ' +
          'L, W and # are not simulated.',
      );
    }
    const timeZone = input.Timezone ?? old?.timeZone;
    if (timeZone !== undefined && !isTimeZone(timeZone)) {
      throw validationException(`Invalid time zone: ${timeZone}.`);
    }
    const action = input.ScalableTargetAction;
    const minCapacity = action ? action.MinCapacity : old?.minCapacity;
    const maxCapacity = action ? action.MaxCapacity : old?.maxCapacity;
    if (minCapacity === undefined && maxCapacity === undefined) {
      throw validationException('At least one of MinCapacity and MaxCapacity is required.');
    }
    if ((minCapacity ?? 1) > (maxCapacity ?? MAX_INSTANCES)) {
      throw validationException('Maximum capacity cannot be less than minimum capacity.');
    }
    scheduled.put(
      {
        name: input.ScheduledActionName,
        expression,
        schedule,
        timeZone,
        startMs: input.StartTime ?? old?.startMs,
        endMs: input.EndTime ?? old?.endMs,
        minCapacity,
        maxCapacity,
      },
      nowMs,
    );
    // It may be due before anything else.
    simulation.apply([]);
    return {};
  },
);

export const describeScheduledActions = operation(
  invalidMember,
  z.object({ ...filterFields, ScheduledActionNames: listField(nameField, 50).default([]) }),
  (input, call) => {
    const { ScheduledActionNames: names } = input;
    const all = isScalable(input, call) ? call.simulation.scaling.scheduled.list : [];
    const asked = all.filter(({ name }) => names.length === 0 || names.includes(name));
    const cursor = readCursor(input.NextToken, 0, invalidNextToken);
    const { items, next } = pageOf(asked, cursor, input.MaxResults);
    return { ScheduledActions: items.map((action) => describe(action, call)), ...next };
  },
);

export const deleteScheduledAction = operation(
  invalidMember,
  z.object({ ...resourceFields, ScheduledActionName: nameField }),
  (input, call) => {
    const { ScheduledActionName: name } = input;
    if (isScalable(input, call) && call.simulation.scaling.scheduled.remove(name)) return {};
    throw new AwsError(
      'ObjectNotFoundException',
      `No scheduled action found for service namespace: ${input.ServiceNamespace}, resource ID: ` +
        `${input.ResourceId}, scalable dimension: ${input.ScalableDimension}, scheduled action ` +
        `name: ${name}`,
    );
  },
);

function describe(action: ScheduledAction, call: Call): object {
  const { timeZone, startMs, endMs, minCapacity, maxCapacity } = action;
  return {
    ...scalableFields(call),
    ScheduledActionName: action.name,
    ScheduledActionARN: scheduledActionArn(call.identity, action.name, action.id),
    Schedule: action.expression,
    ...(timeZone !== undefined && { Timezone: timeZone }),
    ...(startMs !== undefined && { StartTime: new Date(startMs) }),
    ...(endMs !== undefined && { EndTime: new Date(endMs) }),
    ScalableTargetAction: {
      ...(minCapacity !== undefined && { MinCapacity: minCapacity }),
      ...(maxCapacity !== undefined && { MaxCapacity: maxCapacity }),
    },
    CreationTime: new Date(action.createdAtMs),
  };
}
