/** CloudWatch DescribeAlarms and DescribeAlarmsForMetric. */
import { z } from 'zod';
import { sameDimensions } from '../../simulation/metric-source.ts';
import { alarmsNow, describeAlarm } from './alarm-view.ts';
import { invalidCloudWatch, invalidCombination, invalidToken } from './cloudwatch-errors.ts';
import { integerField, listField, nameField, numberField } from './fields.ts';
import { dimensionsField } from './metric-query.ts';
import { pageOf, readCursor } from './paging.ts';
import { operation } from './service.ts';

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
  const alarms = alarmsNow(call).filter(
    ({ alarm: { definition, state } }) =>
      AlarmTypes.includes('MetricAlarm') &&
      (AlarmNames.length === 0 || AlarmNames.includes(definition.name)) &&
      definition.name.startsWith(AlarmNamePrefix ?? '') &&
      (StateValue ?? state) === state,
  );
  const cursor = readCursor(input.NextToken, 0, invalidToken);
  const { items, next } = pageOf(alarms, cursor, input.MaxRecords);
  const MetricAlarms = items.map((view) => describeAlarm(view, call));
  return { MetricAlarms, CompositeAlarms: [], ...next };
});

/** Every alarm on one metric, whoever owns it. */
export const describeAlarmsForMetric = operation(
  invalidCloudWatch,
  z.object({
    MetricName: nameField,
    Namespace: nameField,
    Dimensions: dimensionsField.default([]),
    Statistic: z.string().optional(),
    ExtendedStatistic: z.string().optional(),
    Period: numberField.optional(),
    Unit: z.string().optional(),
  }),
  (input, call) => {
    const statistic = input.Statistic ?? input.ExtendedStatistic;
    const alarms = alarmsNow(call).filter(
      (view) =>
        view.metric.metricName === input.MetricName &&
        view.metric.namespace === input.Namespace &&
        sameDimensions(view.metric.dimensions, input.Dimensions) &&
        (statistic ?? view.statistic) === view.statistic &&
        (input.Period ?? view.periodSeconds) === view.periodSeconds &&
        (input.Unit ?? view.metric.unit) === view.metric.unit,
    );
    return { MetricAlarms: alarms.map((view) => describeAlarm(view, call)) };
  },
);
