/** CloudWatch ListMetrics. */
import { z } from 'zod';
import { invalidCloudWatch, invalidToken } from './cloudwatch-errors.ts';
import { listField, nameField } from './fields.ts';
import { allMetrics } from './metric-query.ts';
import { pageOf, readCursor } from './paging.ts';
import { operation } from './service.ts';

const PAGE = 500;
/** PT3H, the only value that RecentlyActive takes. */
const RECENT_SECONDS = 3 * 3600;

const inputSchema = z.object({
  Namespace: nameField.optional(),
  MetricName: nameField.optional(),
  Dimensions: listField(z.object({ Name: nameField, Value: nameField.optional() }), 10).default([]),
  RecentlyActive: z.literal('PT3H').optional(),
  NextToken: z.string().optional(),
});

/** A dimension filter without a value matches any value. */
export const listMetrics = operation(invalidCloudWatch, inputSchema, (input, call) => {
  const { nowMs, simulation } = call;
  const sinceMs = nowMs - RECENT_SECONDS * simulation.settings.secondMs;
  const metrics = allMetrics(call)
    .filter(
      ({ store, name, definition: { namespace } }) =>
        (input.Namespace ?? namespace) === namespace &&
        (input.MetricName ?? name) === name &&
        (!input.RecentlyActive || store.hasSince(name, sinceMs, nowMs)) &&
        input.Dimensions.every((filter) =>
          store.dimensions.some(
            ({ Name, Value }) => Name === filter.Name && (filter.Value ?? Value) === Value,
          ),
        ),
    )
    .map(({ store, name, definition }) => ({
      Namespace: definition.namespace,
      MetricName: name,
      Dimensions: store.dimensions,
    }));
  const { items, next } = pageOf(metrics, readCursor(input.NextToken, 0, invalidToken), PAGE);
  return { Metrics: items, ...next };
});
