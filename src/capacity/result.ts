/**
 * Defines what a capacity test found: `capacity.json`, the one object that terminal, page, planner and
 * recommendation read. Rates are requests per second.
 */
import { z } from 'zod';
import { STEP_PURPOSES } from '../record/capacity-events.ts';

/** `at-least`: the highest rate tried was still carried. `none`: not even the lowest was. */
export const CAPACITY_STATES = ['found', 'at-least', 'none', 'inconclusive'] as const;

const intervalSchema = z.strictObject({ low: z.number(), high: z.number().nullable() });

const latencySchema = z.strictObject({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  max: z.number().nullable(),
  /** The percentile of the bound. */
  atBound: z.number().nullable(),
});

export const capacityStepSchema = z.strictObject({
  /** `falling`: down again after `overload`, more than it carries on purpose: does it recover? */
  purpose: z.enum(STEP_PURPOSES),
  targetRps: z.number().positive(),
  fromMs: z.number().describe('When the step began; its warm-up included.'),
  toMs: z.number(),
  warmUpSeconds: z.number().nonnegative().describe('Left out of every figure below.'),
  countedSeconds: z.number().nonnegative(),
  instances: z.int().nullable().describe('In service throughout; null where none are counted.'),
  requests: z.int().nonnegative(),
  effectiveRequests: z
    .number()
    .nonnegative()
    .describe('As many independent requests would tell as much.'),
  answeredRps: z.number().nonnegative(),
  /** `open`: too little evidence for either. `void`: the count changed, or the load was not sent. */
  outcome: z.enum(['met', 'missed', 'open', 'void']),
  /** Stable, for machines: `ok` where the bound is met. */
  reason: z.string(),
  /** Why, in one sentence. */
  message: z.string(),
  latencyMs: latencySchema,
  errorShare: z.number().min(0).max(1),
  concurrency: z.number().nonnegative().describe('Mean of the requests in flight.'),
  /** Relative difference between requests in flight and rate x service time; null when not judged. */
  littlesLawDeviation: z.number().nullable(),
  modelLatencyMs: z.number().nullable().describe('Mean, from CloudWatch.'),
  overheadLatencyMs: z.number().nullable().describe('Mean, from CloudWatch.'),
  cpuPercent: z.number().nullable().describe('Mean over instances; 100 per core.'),
  memoryPercent: z.number().nullable(),
});
export type CapacityStep = z.infer<typeof capacityStepSchema>;

export const CAPACITY_VERSION = 1;

export const capacitySchema = z.strictObject({
  schemaVersion: z.literal(CAPACITY_VERSION),
  runId: z.string(),
  scenario: z.string(),
  environment: z.string(),
  systemId: z.string(),
  way: z.string(),
  engine: z.string(),
  region: z.string().nullable(),
  endpointName: z.string().nullable(),
  instanceType: z.string().nullable(),
  /** 1 on AWS; null when unknown. */
  timeCompression: z.number().nullable(),
  startedAtMs: z.number(),
  durationSeconds: z.number().nonnegative(),
  state: z.enum(CAPACITY_STATES),
  /** One sentence that answers "what does it carry?". */
  headline: z.string(),
  bound: z.strictObject({
    percentile: z.number(),
    maxMs: z.number(),
    maxErrorShare: z.number(),
    confidence: z.number(),
  }),
  /** What capacity is counted in; the function's or the serverless endpoint's concurrency elsewhere. */
  unit: z.strictObject({
    kind: z.enum(['instances', 'concurrency']),
    count: z.number().positive().nullable(),
  }),
  /** The highest rate whose bound was met; null when there is none. */
  maxRps: z.number().nullable(),
  /** Between the highest rate that met the bound and the lowest that missed it; null as `high`: none did. */
  interval: intervalSchema.nullable(),
  /** `maxRps` / `unit.count`. */
  perUnitRps: z.number().nullable(),
  /** Cross-check: where throughput bends away from what was sent. */
  kneeRps: z.number().nullable(),
  /** What gave out first, where metrics tell. */
  limitedBy: z
    .strictObject({
      resource: z.enum([
        'cpu',
        'memory',
        'concurrency',
        'latency',
        'function-concurrency',
        'api-throttling',
        'generator',
      ]),
      message: z.string(),
    })
    .nullable(),
  /** Whether it carried on the way down what it carried on the way up; null when not tried. */
  hysteresis: z
    .strictObject({
      recovered: z.boolean(),
      maxRpsFalling: z.number().nullable(),
      message: z.string(),
    })
    .nullable(),
  steps: z.array(capacityStepSchema),
  caveats: z.array(z.string()),
});
export type Capacity = z.infer<typeof capacitySchema>;
