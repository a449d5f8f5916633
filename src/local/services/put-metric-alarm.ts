/** CloudWatch PutMetricAlarm: an alarm on any one metric. */
import { z } from 'zod';
import { STATISTICS } from '../../simulation/statistics.ts';
import { AwsError } from '../wire/aws-error.ts';
import { invalidCloudWatch, invalidCombination, validationError } from './cloudwatch-errors.ts';
import { booleanField, integerField, listField, nameField, numberField } from './fields.ts';
import {
  basePeriods,
  dimensionsField,
  extendedStatisticField,
  findMetric,
} from './metric-query.ts';
import { operation } from './service.ts';

/** Every one of them is evaluated every period. */
const MAX_ALARMS = 200;
const DAY_SECONDS = 86_400;

const actionsField = listField(z.string().min(1).max(1024), 5).default([]);
const count = integerField.refine((n) => n >= 1 && n <= 1440, 'must be between 1 and 1440');

const inputSchema = z.object({
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1024).optional(),
  ActionsEnabled: booleanField.default(true),
  OKActions: actionsField,
  AlarmActions: actionsField,
  InsufficientDataActions: actionsField,
  MetricName: nameField.optional(),
  Namespace: nameField.optional(),
  Statistic: z.enum(STATISTICS).optional(),
  ExtendedStatistic: extendedStatisticField.optional(),
  Dimensions: dimensionsField.default([]),
  Period: numberField.refine((seconds) => seconds > 0, 'must be positive').optional(),
  Unit: z.string().optional(),
  EvaluationPeriods: count,
  DatapointsToAlarm: count.optional(),
  Threshold: numberField.optional(),
  ComparisonOperator: z.enum([
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).optional(),
  Metrics: z.unknown().optional(),
  ThresholdMetricId: z.unknown().optional(),
});

/** The period is wall-clock, like everything on the wire. */
export const putMetricAlarm = operation(invalidCloudWatch, inputSchema, (input, call) => {
  const { MetricName, Namespace, Threshold, Period, EvaluationPeriods } = input;
  if (input.Metrics !== undefined || input.ThresholdMetricId !== undefined) {
    throw validationError('Alarms on metric math or anomaly detection are not simulated.');
  }
  const statistic = input.Statistic ?? input.ExtendedStatistic;
  if (input.Statistic !== undefined && input.ExtendedStatistic !== undefined) {
    throw invalidCombination('Statistic and ExtendedStatistic cannot be given together.');
  }
  if (
    MetricName === undefined ||
    Namespace === undefined ||
    Threshold === undefined ||
    Period === undefined ||
    statistic === undefined
  ) {
    throw validationError(
      'An alarm on a metric requires Namespace, MetricName, Statistic or ExtendedStatistic, ' +
        'Period and Threshold.',
    );
  }
  const { DatapointsToAlarm = EvaluationPeriods } = input;
  if (EvaluationPeriods * Period > DAY_SECONDS) {
    throw validationError(
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
    );
  }
  const { alarms } = call.simulation.scaling;
  if (!alarms.named(input.AlarmName) && alarms.list.length >= MAX_ALARMS) {
    throw new AwsError(
      'LimitExceededFault',
      `The stand-in keeps ${MAX_ALARMS} alarms; delete one first.`,
      { queryCode: 'LimitExceeded' },
    );
  }
  if (DatapointsToAlarm > EvaluationPeriods) {
    throw validationError('DatapointsToAlarm must not be greater than EvaluationPeriods.');
  }
  const metric = {
    namespace: Namespace,
    metricName: MetricName,
    dimensions: input.Dimensions,
    unit: input.Unit,
  };
  const { simulation, nowMs } = call;
  basePeriods(Period, findMetric(metric, call)?.store ?? simulation.metrics);
  alarms.put(
    {
      name: input.AlarmName,
      comparison: input.ComparisonOperator,
      threshold: Threshold,
      evaluationPeriods: EvaluationPeriods,
      datapointsToAlarm: DatapointsToAlarm,
      treatMissingData: input.TreatMissingData,
    },
    {
      ...metric,
      statistic,
      periodMs: Period * 1000,
      description: input.AlarmDescription,
      actions: {
        ALARM: input.AlarmActions,
        OK: input.OKActions,
        INSUFFICIENT_DATA: input.InsufficientDataActions,
      },
    },
    { actionsEnabled: input.ActionsEnabled, nowMs },
  );
  return {};
});
