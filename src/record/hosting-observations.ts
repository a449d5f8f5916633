/** What serves predictions, as AWS describes it: the endpoint, its configuration, a component, the function in front. */
import { z } from 'zod';

export const endpoint = z.object({
  type: z.literal('endpoint'),
  /** One line per poll; the poll interval is the resolution of changes. */
  atMs: z.number(),
  status: z.string(),
  variantName: z.string(),
  currentInstanceCount: z.int().nonnegative().optional(),
  desiredInstanceCount: z.int().nonnegative().optional(),
  /** Set for a serverless variant, which has no instances to count. */
  serverless: z
    .object({
      maxConcurrency: z.int().positive(),
      memoryMb: z.int().positive(),
      provisionedConcurrency: z.int().nonnegative().optional(),
    })
    .optional(),
  /** Instances in service by type, for a variant of instance pools. */
  pools: z
    .array(z.object({ instanceType: z.string(), currentInstanceCount: z.int().nonnegative() }))
    .optional(),
  /** What SageMaker says of the change under way, for example `Scaling out desired instance count to 6.` */
  statusMessage: z.string().optional(),
});

/** The variant's configuration, read once, and again when the endpoint is given another. */
export const endpointConfig = z.object({
  type: z.literal('endpoint-config'),
  atMs: z.number(),
  name: z.string(),
  instanceType: z.string().optional(),
  initialInstanceCount: z.int().nonnegative().optional(),
  /** `MetricsConfig`, with AWS's defaults for what it leaves out; absent where none was answered. */
  metrics: z
    .object({
      enhanced: z.boolean(),
      /** Absent where unset: its default depends on when the configuration was made. */
      detailedObservability: z.boolean().optional(),
      publishSeconds: z.number().positive(),
    })
    .optional(),
  /** Instance types in place of `instanceType`; the lowest number is tried first. */
  pools: z.array(z.object({ instanceType: z.string(), priority: z.int() })).optional(),
  /** How long all pools together are tried. */
  provisionTimeoutSeconds: z.number().positive().optional(),
  managedInstanceScaling: z
    .object({
      enabled: z.boolean(),
      minInstanceCount: z.int().nonnegative().optional(),
      maxInstanceCount: z.int().nonnegative().optional(),
    })
    .optional(),
  /** SageMaker's RoutingStrategy; absent for its default. */
  routing: z.string().optional(),
});

/** An inference component: one line per poll, like the endpoint's. */
export const component = z.object({
  type: z.literal('component'),
  atMs: z.number(),
  name: z.string(),
  status: z.string(),
  currentCopyCount: z.int().nonnegative().optional(),
  desiredCopyCount: z.int().nonnegative().optional(),
  /** A new version is being rolled out: old and new copies overlap, which is not scaling. */
  updating: z.boolean().optional(),
  failureReason: z.string().optional(),
});

/** Concurrency settings of the Lambda function in front; unset ones are absent. */
export const lambdaFunction = z.object({
  type: z.literal('function'),
  atMs: z.number(),
  name: z.string(),
  /** Maximum concurrent invocations. */
  reservedConcurrency: z.int().nonnegative().optional(),
  /** Total across all versions and aliases. */
  provisionedConcurrency: z.int().nonnegative().optional(),
  /** The account's in this Region, shared by all functions without a reservation. */
  accountConcurrency: z.int().nonnegative().optional(),
  memoryMb: z.int().positive().optional(),
  timeoutSeconds: z.number().positive().optional(),
});
