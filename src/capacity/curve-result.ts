/** Defines what `scaleproof capacity-curve --json` prints. Rates are requests per second, of all instances together. */
import { z } from 'zod';
import { CURVE_KEY_PARTS } from './points.ts';

/** Of which three parameters can be fitted with something left to judge the fit by. */
export const FEWEST_POINTS = 6;
/** Two counts show that throughput per instance falls, but not whether by contention or coherency. */
export const FEWEST_COUNTS = 3;
/** No curve is read further. */
export const MOST_INSTANCES = 10_000;

const estimateSchema = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number().nullable().describe('Null: no upper end.'),
});
export type Estimate = z.infer<typeof estimateSchema>;

export const capacityCurveSchema = z.strictObject({
  schemaVersion: z.literal(1),
  state: z.enum(['fitted', 'insufficient']),
  headline: z.string(),
  key: z
    .strictObject({
      system: z.string(),
      way: z.string().nullable(),
      region: z.string().nullable(),
      engine: z.string(),
      instanceType: z.string().nullable(),
      bound: z.string(),
      timeCompression: z.number().nullable(),
    })
    .nullable()
    .describe('What the points have in common; null without points.'),
  across: z.array(z.enum(CURVE_KEY_PARTS)).describe('Parts of `key` in which points may differ.'),
  points: z.array(
    z.strictObject({
      runId: z.string(),
      from: z.enum(['run', 'capacity-test']),
      instances: z.number().positive(),
      rps: z.number().positive(),
    }),
  ),
  leftOut: z.array(z.string()).describe('One sentence for each run left out.'),
  fewestPoints: z.int(),
  fewestCounts: z.int(),
  fit: z
    .strictObject({
      lambda: estimateSchema.describe('Requests/s that one instance carries.'),
      sigma: estimateSchema.describe('Contention, 0 to 1.'),
      kappa: estimateSchema.describe('Coherency.'),
      peakInstances: estimateSchema
        .nullable()
        .describe('Count with the highest throughput; null: none was found.'),
      confidence: z.number(),
      resamples: z.int(),
      /** Root mean square of the relative residuals. */
      residual: z.number(),
      largestInstances: z.number().describe('Beyond it, the curve is extrapolated.'),
    })
    .nullable()
    .describe('Null when insufficient.'),
  predictions: z.array(
    z.strictObject({
      instances: z.number(),
      rps: estimateSchema,
      extrapolated: z.boolean(),
    }),
  ),
  needed: z
    .array(
      z.strictObject({
        rps: z.number(),
        instances: z.int().nullable().describe('Null: no number carries it.'),
        low: z.int().nullable(),
        high: z.int().nullable().describe('Null: perhaps no number carries it.'),
        extrapolated: z.boolean(),
      }),
    )
    .describe('Fewest instances for a rate.'),
  curve: z
    .array(
      z.strictObject({ instances: z.number(), rps: z.number(), low: z.number(), high: z.number() }),
    )
    .describe('To draw it.'),
});
export type CapacityCurve = z.infer<typeof capacityCurveSchema>;
