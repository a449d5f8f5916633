/**
 * Defines what a plan found: the one object that terminal, page and scripts read.
 *
 * Durations are AWS's, whatever divided them: an hour here is an hour that AWS charges. Times are seconds
 * after the traffic's start.
 */
import { z } from 'zod';

const policySettingsSchema = z.strictObject({
  kind: z.enum(['target-tracking', 'fixed']),
  metric: z.enum(['InvocationsPerInstance', 'ConcurrentRequestsPerModel']).nullable(),
  target: z
    .number()
    .nullable()
    .describe('Requests per instance and minute, or concurrent requests per instance.'),
  minCapacity: z.int().positive(),
  maxCapacity: z.int().positive(),
  scaleOutCooldownSeconds: z.number().nullable(),
  scaleInCooldownSeconds: z.number().nullable(),
  alarmDatapoints: z.int().nullable(),
  schedules: z.array(z.string()).describe('Scheduled actions, as they were written.'),
});
export type PolicySettingsResult = z.infer<typeof policySettingsSchema>;

const changeSchema = z.strictObject({
  atSeconds: z.number(),
  kind: z.enum(['desired', 'in-service', 'taking-traffic', 'stopped']),
  instances: z.int().describe('Desired for `desired`, in service for the others.'),
});
export type PlannedChange = z.infer<typeof changeSchema>;

const seriesSchema = z.strictObject({
  stepSeconds: z.number().positive(),
  /** One value a step; the last step may be shorter. */
  loadRps: z.array(z.number()),
  peakRps: z.array(z.number()),
  capacityRps: z
    .array(z.number())
    .describe('Least that instances taking traffic carry within the bound.'),
  instances: z.array(z.int()).describe('Most in service.'),
  overShare: z.array(z.number()),
});
export type PlannedSeries = z.infer<typeof seriesSchema>;

export const outcomeSchema = z.strictObject({
  id: z.string().describe('What the policy changes, such as `target=9000 max=8`.'),
  settings: policySettingsSchema,
  startInstances: z.int().positive(),
  requests: z.number().nonnegative(),
  overShare: z
    .number()
    .min(0)
    .max(1)
    .describe('Of all requests, those not answered within the bound; failed ones included.'),
  failedShare: z
    .number()
    .min(0)
    .max(1)
    .describe("Of all requests, those refused by a full queue or beyond the caller's timeout."),
  waitingAtEnd: z.number().nonnegative(),
  underProvisionedMinutes: z
    .number()
    .nonnegative()
    .describe('How long the load was above what the instances carry within the bound.'),
  atMaximumMinutes: z
    .number()
    .nonnegative()
    .describe('Of those, how long at maximum capacity, where no policy can help.'),
  instanceHours: z.number().nonnegative(),
  usd: z.number().nonnegative().nullable(),
  mostInstances: z.int(),
  scaleOuts: z.int(),
  scaleIns: z.int(),
  p50Ms: z.number().nullable(),
  percentileMs: z.number().nullable().describe("The bound's percentile over all answers."),
  worstMinute: z
    .strictObject({ percentileMs: z.number(), atSeconds: z.number() })
    .nullable()
    .describe("The minute with the highest value of the bound's percentile."),
  changes: z.array(changeSchema).describe('The first 500.'),
  series: seriesSchema,
});
export type PolicyOutcome = z.infer<typeof outcomeSchema>;

/** The policy that the scenario has. */
export const AS_IT_IS = 'as it is';

export const PLAN_VERSION = 1;

export const planSchema = z.strictObject({
  schemaVersion: z.literal(PLAN_VERSION),
  scenario: z.string(),
  environment: z.string(),
  traffic: z.strictObject({
    source: z.string().describe('Where it comes from, as a noun.'),
    startMs: z.number().nullable().describe('Null where it has no date.'),
    durationSeconds: z.number().positive(),
    timeCompression: z.number().describe('1, but for the phases of a scenario for a stand-in.'),
    arrivals: z.enum(['paced', 'random']),
    scale: z.number().positive(),
    requests: z.number(),
    meanRps: z.number(),
    peakRps: z.number(),
  }),
  endpoint: z.strictObject({
    instanceType: z.string(),
    concurrency: z.int(),
    queue: z.int(),
    routing: z.enum(['random', 'least-outstanding']),
    meanServiceMs: z.number(),
    provisioningSeconds: z.number(),
    perInstanceRps: z.number().describe('What an instance among others carries within the bound.'),
  }),
  bound: z.strictObject({
    percentile: z.number(),
    maxMs: z.number(),
    maxFailedShare: z.number(),
    timeoutMs: z.number(),
  }),
  price: z
    .strictObject({ usdPerHour: z.number(), source: z.string() })
    .nullable()
    .describe('Of an instance; null when it is not known, and then there is no cost.'),
  policies: z.array(outcomeSchema),
  frontier: z
    .array(z.string())
    .describe(
      'Policies that no other beats in both cost and share over the bound; cheapest first.',
    ),
  pick: z.strictObject({
    id: z.string().nullable().describe('Null when none keeps the bound.'),
    reason: z.string(),
  }),
  caveats: z.array(z.string()),
});
export type PlanResult = z.infer<typeof planSchema>;
