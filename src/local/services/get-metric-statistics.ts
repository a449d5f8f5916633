/** CloudWatch GetMetricStatistics: one metric, several statistics, no paging. */
import { z } from 'zod';
import { STATISTICS } from '../../simulation/statistics.ts';
import { invalidCloudWatch, invalidCombination, invalidValue } from './cloudwatch-errors.ts';
import { listField, nameField, numberField, timestampField } from './fields.ts';
import { dimensionsField, extendedStatisticField, findMetric, readPoints } from './metric-query.ts';
import { operation } from './service.ts';

const MAX_DATAPOINTS = 1440;

const inputSchema = z.object({
  Namespace: nameField,
  MetricName: nameField,
  Dimensions: dimensionsField.default([]),
  StartTime: timestampField,
  EndTime: timestampField,
  Period: numberField.refine((seconds) => seconds > 0, 'must be positive'),
  Statistics: listField(z.enum(STATISTICS), 5).default([]),
  ExtendedStatistics: listField(extendedStatisticField, 10).default([]),
  Unit: z.string().optional(),
});

export const getMetricStatistics = operation(invalidCloudWatch, inputSchema, (input, call) => {
  if (input.StartTime >= input.EndTime) {
    throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  }
  if ((input.EndTime - input.StartTime) / 1000 / input.Period > MAX_DATAPOINTS) {
    throw invalidCombination(
      `You have requested more than ${MAX_DATAPOINTS} datapoints; raise Period or narrow the range.`,
    );
  }
  const query = {
    namespace: input.Namespace,
    metricName: input.MetricName,
    dimensions: input.Dimensions,
    periodSeconds: input.Period,
    unit: input.Unit,
    startMs: input.StartTime,
    endMs: input.EndTime,
  };
  const { Statistics, ExtendedStatistics } = input;
  if (Statistics.length + ExtendedStatistics.length === 0) {
    throw invalidCombination('At least one of Statistics and ExtendedStatistics is required.');
  }
  const metric = findMetric(query, call);
  const Datapoints = readPoints(query, [...Statistics, ...ExtendedStatistics], call).map(
    ({ startMs, values }) => ({
      Timestamp: new Date(startMs),
      ...Object.fromEntries(Statistics.map((name, i) => [name, values[i]])),
      ...(ExtendedStatistics.length > 0 && {
        ExtendedStatistics: new Map(
          ExtendedStatistics.map((name, i) => [name, values[Statistics.length + i]]),
        ),
      }),
      Unit: metric?.definition.unit ?? 'None',
    }),
  );
  return { Label: input.MetricName, Datapoints };
});
