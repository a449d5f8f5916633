/** The part of the verdict that says how many instances, or copies, were in service. */
import { z } from 'zod';
import type { Analysis } from '../analysis/analyse.ts';
import { instanceExtremes } from '../analysis/instance-counts.ts';
import { typesOver } from '../analysis/instance-pools.ts';

export const instancesSchema = z.strictObject({
  first: z.int().nullable(),
  peak: z.int().nullable(),
  last: z.int().nullable(),
  counts: z
    .literal('copies')
    .optional()
    .describe('These are copies of an inference component; absent for instances.'),
  byType: z
    .array(z.strictObject({ instanceType: z.string(), peak: z.int(), last: z.int() }))
    .optional()
    .describe('For a variant of instance pools.'),
});

export function instancesOf({
  evidence: { points, counts },
}: Analysis): z.infer<typeof instancesSchema> {
  const types = typesOver(points);
  return {
    ...instanceExtremes(points),
    ...(counts === 'copies' ? { counts } : {}),
    ...(types.length === 0 ? {} : { byType: types }),
  };
}
