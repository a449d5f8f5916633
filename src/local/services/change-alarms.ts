/** CloudWatch DeleteAlarms, SetAlarmState, EnableAlarmActions and DisableAlarmActions. */
import { z } from 'zod';
import { AwsError } from '../wire/aws-error.ts';
import { invalidCloudWatch, validationError } from './cloudwatch-errors.ts';
import { listField, nameField } from './fields.ts';
import { type Call, operation } from './service.ts';

const namesField = z.object({ AlarmNames: listField(nameField, 100) });

/** All or none, as on AWS. A policy that loses its alarms does not scale any more. */
export const deleteAlarms = operation(
  invalidCloudWatch,
  namesField,
  ({ AlarmNames }, { simulation }) => {
    const { tracking, scaling } = simulation;
    const owned = tracking.policyAlarms.map(({ alarm }) => alarm.definition.name);
    for (const name of AlarmNames) {
      if (!owned.includes(name) && !scaling.alarms.named(name)) throw notFound(name);
    }
    tracking.deleteAlarms((name) => AlarmNames.includes(name));
    for (const name of AlarmNames) scaling.alarms.remove(name);
    return {};
  },
);

/** The next evaluation sets it back, unless the metric agrees. */
export const setAlarmState = operation(
  invalidCloudWatch,
  z.object({
    AlarmName: nameField,
    StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
    StateReason: z.string().max(1023),
    StateReasonData: z.string().max(4000).optional(),
  }),
  ({ AlarmName, StateValue, StateReason }, { simulation, nowMs }) => {
    const { tracking, scaling } = simulation;
    const owner = scaling.alarms.named(AlarmName);
    if (owner) {
      simulation.apply(scaling.setAlarm(owner, StateValue, StateReason, nowMs));
      return {};
    }
    const isOwned = tracking.policyAlarms.some(({ alarm }) => alarm.definition.name === AlarmName);
    if (!isOwned) throw notFound(AlarmName);
    throw validationError(
      `The alarm ${AlarmName} belongs to a target-tracking policy; the stand-in sets only the ` +
        'state of alarms made with PutMetricAlarm.',
    );
  },
);

const enabling = (actionsEnabled: boolean) =>
  operation(invalidCloudWatch, namesField, ({ AlarmNames }, { simulation }: Call) => {
    for (const name of AlarmNames) {
      const owner = simulation.scaling.alarms.named(name);
      if (owner) owner.actionsEnabled = actionsEnabled;
    }
    return {};
  });

export const enableAlarmActions = enabling(true);
export const disableAlarmActions = enabling(false);

function notFound(name: string): AwsError {
  return new AwsError('ResourceNotFound', `The alarm ${name} does not exist.`, { status: 404 });
}
