/**
 * What a scenario expects of its target: `config.scaleproof.expect`. All times are wall-clock, but for
 * `trafficShared`, whose defaults hold for AWS and for any stand-in.
 */
import { z } from 'zod';
import { milliseconds, seconds } from '../input/duration.ts';
import { MAX_INSTANCES, MAX_RPS } from './limits.ts';

const share = z.number().min(0).max(1);

/** What is expected where instances can be told apart and the scenario says nothing. */
export const TRAFFIC_SHARED = { minShare: 0.5, withinSeconds: 180 };

export const expectationsSchema = z.strictObject({
  loadDelivered: z
    .strictObject({
      minShare: share.default(0.999).describe('Share of planned requests that must be sent.'),
    })
    .prefault({})
    .describe('Checks the load generator: did the planned load leave this machine?'),
  generatorLag: z
    .strictObject({
      p99Ms: milliseconds({ above: 0 })
        .default(50)
        .describe('Upper bound on the p99 of actual minus intended send time, ms.'),
    })
    .prefault({})
    .describe('Checks the load generator: did it send on time?'),
  scaledOut: z
    .strictObject({
      fromInstances: z
        .int()
        .nonnegative()
        .max(MAX_INSTANCES)
        .optional()
        .describe('Instances in service before the load.'),
      atLeastInstances: z
        .int()
        .positive()
        .max(MAX_INSTANCES)
        .describe('Instances that must come into service.'),
      withinSeconds: seconds({ above: 0 }).describe(
        'From the tracked metric first exceeding its target to in service, seconds.',
      ),
    })
    .optional(),
  reachedRate: z
    .strictObject({
      rps: z.number().positive().max(MAX_RPS).describe('Requests per second to hold.'),
      holdSeconds: seconds({ above: 0 }).describe('Consecutive seconds to hold it.'),
      minInstances: z
        .int()
        .positive()
        .max(MAX_INSTANCES)
        .default(1)
        .describe('Instances in service while it is held.'),
      tolerance: share.default(0.01).describe('Relative tolerance on the rate.'),
    })
    .optional(),
  latency: z
    .strictObject({
      percentile: z.number().gt(0).lt(100).default(99),
      maxMs: milliseconds({ above: 0 }).describe(
        'Upper bound on latency from intended send time, ms.',
      ),
      // Not by default: a gate asks whether this release did well in this run, which every run
      // answers. What a run says of the system takes minutes of steady load (docs/statistics.md), and a
      // gate that is mostly inconclusive is one that people learn to ignore. Optional, not false: of
      // what earlier manifests do not say, this is known.
      certified: z
        .boolean()
        .optional()
        .describe(
          'Require more than keeping the bound in this run: the run must certify it for the system.',
        ),
      confidence: z
        .number()
        .gt(0.5)
        .lt(1)
        .default(0.99)
        .describe('Confidence of the statement about the system.'),
      over: z
        .enum(['held-rate', 'run'])
        .default('held-rate')
        .describe('`held-rate`: requests while `reachedRate` was held. `run`: every request.'),
    })
    .optional(),
  errors: z
    .strictObject({
      maxShare: share.default(0.01).describe('Share of completed requests that may fail.'),
    })
    .prefault({}),
  accuracy: z
    .strictObject({
      minShare: share.describe('Share of dataset rows whose predictions must match the label.'),
    })
    .optional(),
  // On by default: most models are deterministic, and a stale one hardly moves accuracy. Optional
  // rather than `true`, so that a run that cannot show it (rows requested once, an older record) still
  // passes unless the scenario asks for it.
  consistent: z
    .boolean()
    .optional()
    .describe(
      'Whether every dataset row must get the same prediction every time. By default, checked for rows requested more than once; `true`: inconclusive if there are none; `false`: for models that are not deterministic, or variants that differ on purpose.',
    ),
  coldStarts: z
    .strictObject({
      maxShare: share.describe('Share of invocations that may be cold starts.'),
    })
    .optional()
    .describe(
      'For targets that scale by execution environments: a serverless endpoint or a Lambda function.',
    ),
  throttles: z
    .strictObject({
      maxShare: share.default(0).describe('Share of requests that may be throttled.'),
    })
    .optional()
    .describe('Requests above the concurrency limit of the function or the serverless endpoint.'),
  spillover: z
    .strictObject({
      maxShare: share.describe('Share of invocations that may exceed provisioned concurrency.'),
    })
    .optional()
    .describe('Was provisioned concurrency enough?'),
  concurrency: z
    .strictObject({
      maxShareOfLimit: share.default(0.9).describe('Share of the limit that may be reached.'),
    })
    .optional()
    .describe(
      'Concurrent requests against their limit: reserved concurrency, the account limit or the serverless maximum.',
    ),
  converged: z
    .strictObject({
      tolerance: z
        .number()
        .min(0)
        .max(100)
        .default(0)
        .describe('Allowed relative excess over the target.'),
    })
    .optional()
    .describe('The tracked metric must be back at or below its target when the load ends.'),
  // On by default, like `consistent`: an instance that is paid for and gets no requests is never meant. Optional,
  // so that a run that cannot show it (enhanced metrics are off, as they are unless set) still passes.
  trafficShared: z
    .union(
      [
        z.literal(false),
        z.strictObject({
          minShare: share
            .default(TRAFFIC_SHARED.minShare)
            .describe('Share of an even split of the requests that each new instance must take.'),
          withinSeconds: seconds({ above: 0 })
            .default(TRAFFIC_SHARED.withinSeconds)
            .describe(
              'From in service to taking it, AWS seconds: a stand-in divides them by its time compression. The 60 s after which AWS was seen to send requests to a new instance are allowed in any case.',
            ),
        }),
      ],
      { error: 'expected `false`, or an object with minShare and withinSeconds' },
    )
    .optional()
    .describe(
      'Did each new instance take its share of the requests? By default, checked with these values where enhanced metrics tell instances apart; with values: inconclusive where they do not; `false`: not checked, for routing that is uneven on purpose.',
    ),
  flapping: z
    .strictObject({
      maxReversals: z
        .int()
        .nonnegative()
        .max(1_000)
        .default(0)
        .describe('Allowed changes of scaling direction.'),
    })
    .prefault({}),
});
export type Expectations = z.infer<typeof expectationsSchema>;
