/** CloudWatch DescribeAlarms: the two alarms that the scaling policy owns. */
import { z } from 'zod';
import { alarmArn, policyArn, variantDimensions } from '../../simulation/identity.ts';
import type { PolicyAlarm } from '../../simulation/policy-alarms.ts';
import { invalidCloudWatch, invalidCombination, invalidToken } from './cloudwatch-errors.ts';
import { integerField, listField, nameField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import { type Call, operation } from './service.ts';

export const recordsField = integerField
  .refine((n) => n >= 1 && n <= 100, 'must be between 1 and 100')
  .default(100);

const inputSchema = z.object({
  AlarmNames: listField(nameField, 100).default([]),
  AlarmNamePrefix: nameField.optional(),
  AlarmTypes: listField(z.enum(['MetricAlarm', 'CompositeAlarm']), 2).default(['MetricAlarm']),
  StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
  MaxRecords: recordsField,
  NextToken: z.string().optional(),
});

export const describeAlarms = operation(invalidCloudWatch, inputSchema, (input, call) => {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue } = input;
  if (AlarmNames.length > 0 && AlarmNamePrefix !== undefined) {
    throw invalidCombination('AlarmNames and AlarmNamePrefix cannot be given together.');
  }
  const alarms = call.simulation.tracking.policyAlarms.filter(
    ({
      alarm: {
        definition: { name },
        state,
      },
    }) =>
      AlarmTypes.includes('MetricAlarm') &&
      (AlarmNames.length === 0 || AlarmNames.includes(name)) &&
      name.startsWith(AlarmNamePrefix ?? '') &&
      (StateValue ?? state) === state,
  );
  const cursor = readCursor(input.NextToken, 0, invalidToken);
  const { items, next } = pageOf(alarms, cursor, input.MaxRecords);
  const MetricAlarms = items.map((alarm) => describe(alarm, call));
  return { MetricAlarms, CompositeAlarms: [], ...next };
});

function describe(policyAlarm: PolicyAlarm, call: Call): object {
  const { alarm, metric, store } = policyAlarm;
  const { identity, simulation } = call;
  const { tracking } = simulation;
  const { name, comparison, threshold, evaluationPeriods, datapointsToAlarm } = alarm.definition;
  const policy = tracking.policy!;
  const arn = policyArn(identity, policy.name, policy.id);
  return {
    AlarmName: name,
    AlarmArn: alarmArn(identity, name),
    AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${arn}.`,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.createdAtMs),
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [arn],
    InsufficientDataActions: [],
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateUpdatedTimestamp: new Date(alarm.updatedAtMs),
    StateTransitionedTimestamp: new Date(alarm.updatedAtMs),
    MetricName: metric.name,
    Namespace: store.definitions[metric.name]!.namespace,
    Statistic: metric.statistic,
    Dimensions: variantDimensions(identity),
    // An integer only if the compression divides 60; XML protocol clients accept nothing else.
    Period: tracking.periodMsOf(policyAlarm) / 1000,
    EvaluationPeriods: evaluationPeriods,
    DatapointsToAlarm: datapointsToAlarm,
    Threshold: threshold,
    ComparisonOperator: comparison,
  };
}
