/**
 * The lines of `steps.ndjson`: what a capacity test set out to do, each load as it began, and how it ended.
 *
 * What the loads showed is in `loads/N/load.ndjson`, so a test that was killed can be judged as far as it
 * came. All times are epoch milliseconds of the local clock.
 */
import { z } from 'zod';

export const STEP_PURPOSES = ['rising', 'refining', 'overload', 'falling'] as const;
export type StepPurpose = (typeof STEP_PURPOSES)[number];

const rps = z.number().positive();

/** What decides about a step, and how the next one is chosen. */
const begun = z.object({
  type: z.literal('begun'),
  atMs: z.number(),
  bound: z.object({
    percentile: z.number().gt(0).lt(100),
    maxMs: z.number().positive(),
    maxErrorShare: z.number().min(0).max(1),
    confidence: z.number().gt(0.5).lt(1),
  }),
  fromRps: rps,
  upToRps: rps,
  /** Widest interval to end with, relative to its upper end. */
  precision: z.number().gt(0).lt(1),
  length: z.object({
    /** Shortest step on the way up, and between its ends. */
    risingSeconds: z.number().positive(),
    refiningSeconds: z.number().positive(),
    /** Longest step before it is repeated. */
    mostSeconds: z.number().positive(),
    /** Requests that a refining step should count; at a low rate it lasts longer for them. */
    requests: z.number().positive(),
  }),
  /** Instances in service before the test, which must stay; null where none are counted. */
  heldInstances: z.int().nonnegative().nullable(),
});

const load = z.object({
  type: z.literal('load'),
  /** From 1; the folder below `loads/`. */
  number: z.int().positive(),
  atMs: z.number(),
  steps: z.array(
    z.object({ purpose: z.enum(STEP_PURPOSES), targetRps: rps, seconds: z.int().positive() }),
  ),
});

const loadEnd = z.object({
  type: z.literal('load-end'),
  number: z.int().positive(),
  atMs: z.number(),
  how: z.enum(['completed', 'enough', 'interrupted', 'aborted', 'failed']),
  message: z.string(),
});

export const capacityEventSchema = z.discriminatedUnion('type', [begun, load, loadEnd]);
export type CapacityEvent = z.infer<typeof capacityEventSchema>;
export type CapacityBegun = z.infer<typeof begun>;
export type CapacityLoad = z.infer<typeof load>;
export type CapacityLoadEnd = z.infer<typeof loadEnd>;
/** One constant rate of a load. */
export type StepOrder = CapacityLoad['steps'][number];
