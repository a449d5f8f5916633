/** A number with its unit, for machines: what the sentence beside it says in words. */
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
      'concurrent-requests',
      'metric',
    ])
    .describe(
      '`share`: 0 to 1. `ratio`: so many times as much. `periods`: of the metric. `changes`: changes of direction. `activities`: scaling activities. `rows`: of the dataset. `requests/instance`: in one period of the alarm. `concurrent-requests`: of one model copy. `metric`: as CloudWatch counts a metric of your own.',
    ),
});
export type Quantity = z.infer<typeof quantitySchema>;

export function quantity(value: number, unit: Quantity['unit']): Quantity {
  return { value, unit };
}
