/** What a scenario expects of its target: `config.scaleproof.expect`. All times are wall-clock. */
import { z } from 'zod';

const share = z.number().min(0).max(1);

export const expectationsSchema = z.strictObject({
  loadDelivered: z
    .strictObject({
      minShare: share.default(0.999).describe('Of planned requests, the share that must be sent.'),
    })
    .prefault({})
    .describe('Doubt the generator: did the planned load leave this machine?'),
  generatorLag: z
    .strictObject({
      p99Ms: z
        .number()
        .positive()
        .default(50)
        .describe('Bound on p99 of actual minus intended send time, ms.'),
    })
    .prefault({})
    .describe('Doubt the generator: did it send on time?'),
  scaledOut: z
    .strictObject({
      fromInstances: z
        .int()
        .nonnegative()
        .optional()
        .describe('Instances in service before the load.'),
      atLeastInstances: z.int().positive().describe('Instances that must come into service.'),
      withinSeconds: z
        .number()
        .positive()
        .describe('From the first moment the metric rose above its target to in service, seconds.'),
    })
    .optional(),
  reachedRate: z
    .strictObject({
      rps: z.number().positive().describe('Requests per second to hold.'),
      holdSeconds: z.number().positive().describe('Consecutive seconds to hold it.'),
      minInstances: z.int().positive().default(1).describe('Instances in service meanwhile.'),
      tolerance: share.default(0.01).describe('Relative tolerance on the rate.'),
    })
    .optional(),
  latency: z
    .strictObject({
      percentile: z.number().gt(0).lt(100).default(99),
      maxMs: z.number().positive().describe('Bound on latency from intended send time, ms.'),
      // Not by default: a gate asks whether this release did well in this run, which every run
      // answers. What a run says of the system takes minutes of steady load (docs/statistics.md), and a
      // gate that is mostly inconclusive is one that people learn to ignore. Optional, not false: of
      // what earlier manifests do not say, this is known.
      certified: z
        .boolean()
        .optional()
        .describe(
          'Ask for more than that the bound was kept in this run: that the run certifies it of the system.',
        ),
      confidence: z.number().gt(0.5).lt(1).default(0.99).describe('Of what is said of the system.'),
      over: z
        .enum(['held-rate', 'run'])
        .default('held-rate')
        .describe('`held-rate`: the window of reachedRate. `run`: every request.'),
    })
    .optional(),
  errors: z
    .strictObject({
      maxShare: share.default(0.01).describe('Of completed requests, the share that may fail.'),
    })
    .prefault({}),
  accuracy: z
    .strictObject({
      minShare: share.describe('Of predictions received, the share that must match the label.'),
    })
    .optional(),
  coldStarts: z
    .strictObject({
      maxShare: share.describe('Of invocations, the share that may begin cold.'),
    })
    .optional()
    .describe('For what scales by environments: a serverless endpoint, a Lambda function.'),
  throttles: z
    .strictObject({
      maxShare: share.default(0).describe('Of requests, the share that may be throttled.'),
    })
    .optional()
    .describe('Requests over the concurrency: of the function, or of a serverless endpoint.'),
  spillover: z
    .strictObject({
      maxShare: share.describe('Of invocations, the share beyond the provisioned concurrency.'),
    })
    .optional()
    .describe('Was the provisioned concurrency enough?'),
  concurrency: z
    .strictObject({
      maxShareOfLimit: share.default(0.9).describe('Of the limit, the share that may be reached.'),
    })
    .optional()
    .describe('Requests at once against their limit: reserved, of the account, or serverless.'),
  converged: z
    .strictObject({
      tolerance: z.number().min(0).default(0).describe('Relative excess over the target allowed.'),
    })
    .optional()
    .describe('Ends the load with the tracked metric back under its target.'),
  flapping: z
    .strictObject({
      maxReversals: z.int().nonnegative().default(0).describe('Changes of direction allowed.'),
    })
    .prefault({}),
});
export type Expectations = z.infer<typeof expectationsSchema>;
