/** The part of the verdict that says what instances carried, and how many the planned peak needs. */
import { z } from 'zod';
import type { Analysis } from '../analysis/analyse.ts';
import { CARRY_LIMITS } from '../analysis/carried-by-count.ts';
import { NEED_UNKNOWN } from '../analysis/instances-needed.ts';

export const capacitySeenSchema = z.strictObject({
  bound: z
    .strictObject({
      percentile: z.number().nullable(),
      maxMs: z.number().nullable(),
      maxErrorShare: z.number(),
    })
    .describe('`percentile` and `maxMs` are null without a latency bound.'),
  instanceType: z
    .string()
    .optional()
    .describe(
      'Of a variant of several instance types: these figures are from times when it alone was in service.',
    ),
  byInstances: z.array(
    z.strictObject({
      instances: z.int().positive(),
      perInstanceRps: z
        .number()
        .nullable()
        .describe(
          'Highest rate each answered within the bound over 10 s or more, predictions/s; null: none was within it.',
        ),
      limit: z
        .enum(CARRY_LIMITS)
        .nullable()
        .describe(
          'What showed that they carry no more; null: no higher rate was tried, so it is at least this. `throttles`: refused before an instance was reached.',
        ),
      missedAtRps: z
        .number()
        .nullable()
        .describe('Lowest higher rate sent to each at which the bound was missed, requests/s.'),
      seconds: z.int().nonnegative().describe('Behind `perInstanceRps`.'),
      answers: z.int().nonnegative().describe('Behind `perInstanceRps`.'),
    }),
  ),
  needed: z
    .strictObject({
      peakRps: z.number().describe('Planned: highest mean over 10 s, requests/s.'),
      utilization: z.number().describe('Share of what an instance carries that the peak may use.'),
      perInstanceRps: z.number().nullable().describe('At its limit; null when no limit was seen.'),
      toCarry: z.int().nullable().describe('ceil(peakRps / perInstanceRps / utilization).'),
      toMeetTarget: z
        .int()
        .nullable()
        .describe(
          'What the policy asks for at the peak; null where its target is no request rate.',
        ),
      instances: z.int().nullable().describe('Enough for both; null: this run cannot tell.'),
      unknownBecause: z.enum(NEED_UNKNOWN).nullable(),
    })
    .nullable(),
});

export function capacityOf({ capacity }: Analysis): z.infer<typeof capacitySeenSchema> | null {
  if (capacity === null) return null;
  const { bound, instanceType, byInstances, needed } = capacity;
  return {
    bound,
    ...(instanceType === null ? {} : { instanceType }),
    byInstances: byInstances.map((one) => ({ ...one })),
    needed,
  };
}
