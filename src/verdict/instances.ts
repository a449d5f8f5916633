/** How many instances there were and, where metrics tell them apart, what each did. */
import { z } from 'zod';
import type { Analysis } from '../analysis/analyse.ts';
import { instanceExtremes } from '../analysis/instance-counts.ts';
import { typesOver } from '../analysis/instance-pools.ts';
import type { OneInstance } from '../analysis/instances/instances-apart.ts';

const oneInstanceSchema = z.strictObject({
  id: z.string().describe("CloudWatch's `InstanceId`: opaque."),
  origin: z
    .enum(['first', 'scale-out', 'replacement'])
    .describe('`replacement`: it came while the count was not raised.'),
  scalingEvent: z
    .int()
    .nonnegative()
    .nullable()
    .describe('Index in `scalingEvents` of the scale-out that brought it; else null.'),
  firstSeenMs: z
    .number()
    .describe(
      'Start of the first period with requests; its first request came within that period.',
    ),
  lastSeenMs: z.number().describe('End of the last period with requests.'),
  requests: z.int().nonnegative(),
  errors: z.int().nonnegative(),
  modelLatencyMs: z.number().nullable().describe('Mean; null where nothing was answered.'),
  cpuPercent: z
    .number()
    .nullable()
    .describe('Mean CPUUtilization, 100 for each core; null where not published.'),
  shareOfEven: z
    .strictObject({
      value: z.number().nonnegative(),
      low: z.number().nonnegative(),
      high: z.number().nonnegative(),
    })
    .nullable()
    .describe(
      'What it took of an even split, since it was due to take its share; 1 is all of it. Null where fewer than two whole periods tell.',
    ),
  problems: z
    .array(z.enum(['failing', 'slow', 'starved']))
    .describe('How it is worse than the others at the same time; empty where it is not.'),
});
export type InstanceFigures = z.infer<typeof oneInstanceSchema>;

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
  each: z
    .array(oneInstanceSchema)
    .optional()
    .describe(
      'In the order in which they were first seen; absent where no metric tells instances apart.',
    ),
});

export function instancesOf({ evidence, instances }: Analysis): z.infer<typeof instancesSchema> {
  const types = typesOver(evidence.points);
  const extremes = {
    ...instanceExtremes(evidence.points),
    ...(evidence.counts === 'copies' ? { counts: evidence.counts } : {}),
    ...(types.length === 0 ? {} : { byType: types }),
  };
  return instances === null || instances.each.length === 0
    ? extremes
    : { ...extremes, each: instances.each.map(figuresOf) };
}

function figuresOf(one: OneInstance): InstanceFigures {
  const { id, origin, seen, modelLatencyMs, cpuPercent, taken } = one;
  return {
    id,
    origin: origin.kind,
    scalingEvent: origin.kind === 'scale-out' ? origin.event : null,
    firstSeenMs: seen.fromMs,
    lastSeenMs: seen.toMs,
    requests: Math.round(one.requests),
    errors: Math.round(one.errors),
    ...{ modelLatencyMs, cpuPercent },
    shareOfEven: taken === null ? null : { value: taken.ofEven, low: taken.low, high: taken.high },
    problems: one.oddities.map(({ kind }) => kind),
  };
}
