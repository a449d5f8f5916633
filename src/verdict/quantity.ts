/** A number with its unit: the machine-readable form of the sentence beside it. */
import { z } from 'zod';

export const quantitySchema = z.strictObject({
  value: z.number(),
  unit: z
    .enum([
      'share',
      'ratio',
      'ms',
      'seconds',
      'periods',
      'instances',
      'changes',
      'activities',
      'requests',
      'rows',
      'requests/instance',
      'requests/copy',
      'concurrent-requests',
      'metric',
    ])
    .describe(
      '`share`: 0 to 1. `ratio`: a multiple. `periods`: of the metric. `changes`: of direction. `activities`: scaling activities. `rows`: of the dataset. `requests/instance`, `requests/copy`: in one period of the alarm. `concurrent-requests`: per model copy. `metric`: the unit of a custom metric in CloudWatch.',
    ),
});
export type Quantity = z.infer<typeof quantitySchema>;

export function quantity(value: number, unit: Quantity['unit']): Quantity {
  return { value, unit };
}
