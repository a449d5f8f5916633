/** CloudWatch ListMetrics. */
import { z } from 'zod';
import { METRIC_NAMES, METRICS } from '../metrics.ts';
import { invalidCloudWatch, invalidToken } from './cloudwatch-errors.ts';
import { listField, nameField } from './fields.ts';
import { variantDimensions } from './metric-query.ts';
import { pageOf, readCursor } from './paging.ts';
import { operation } from './service.ts';

const PAGE = 500;

const inputSchema = z.object({
  Namespace: nameField.optional(),
  MetricName: nameField.optional(),
  Dimensions: listField(z.object({ Name: nameField, Value: nameField.optional() }), 10).default([]),
  NextToken: z.string().optional(),
});

/** A dimension filter without a value matches any value. */
export const listMetrics = operation(invalidCloudWatch, inputSchema, (input, call) => {
  const dimensions = variantDimensions(call);
  const matches = input.Dimensions.every((filter) =>
    dimensions.some(
      ({ Name, Value }) =>
        Name === filter.Name && (filter.Value === undefined || Value === filter.Value),
    ),
  );
  const metrics = METRIC_NAMES.filter(
    (name) =>
      matches &&
      (input.Namespace ?? METRICS[name].namespace) === METRICS[name].namespace &&
      (input.MetricName ?? name) === name,
  ).map((MetricName) => ({
    Namespace: METRICS[MetricName].namespace,
    MetricName,
    Dimensions: dimensions,
  }));
  const { items, next } = pageOf(metrics, readCursor(input.NextToken, 0, invalidToken), PAGE);
  return { Metrics: items, ...next };
});
