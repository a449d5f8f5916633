/** The parts of an Artillery script that are Scaleproof's own, and the scenario they resolve to. */
import { z } from 'zod';
import { type Address, WAYS, type Way } from '../systems/contract.ts';
import type { HeadersFromEnvironment } from '../systems/own-headers.ts';
import type { Engine } from './engine-names.ts';
import { type Expectations, expectationsSchema } from './expectations.ts';
import { isPriceKey, UNIT_OF_KEY } from './price-keys.ts';
import { type StandInConfig, standInSchema } from './stand-in-config.ts';

/** `config.engines.replay`: how the load is sent. */
export const replaySettingsSchema = z.strictObject({
  seed: z
    .int()
    .nonnegative()
    .default(1)
    .describe('Chooses the rows; the same seed, the same rows.'),
  timeoutMs: z.number().positive().default(10_000).describe('From send to the whole response, ms.'),
  maxConnections: z
    .int()
    .positive()
    .max(20_000)
    .default(4_096)
    .describe('Bound on open connections; requests due beyond it wait, and the wait is reported.'),
});
export type ReplaySettings = z.infer<typeof replaySettingsSchema>;

/** The one step of a `replay` flow: which system's rows go where. */
export const replayStepSchema = z.strictObject({
  system: z
    .string()
    .min(1)
    .describe(
      'The API contract: iris, wine, car, dog-a, dog-b, or a path to a module of your own.',
    ),
  dataset: z
    .string()
    .optional()
    .describe("CSV file, relative to the scenario; the system's own fixture if absent."),
  way: z
    .enum(WAYS)
    .optional()
    .describe(
      "`http`: the public API. `lambda`, `sagemaker`: straight to it, signed. The system's own if absent.",
    ),
  functionName: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Way `lambda`: name, ARN or name:qualifier of the function; `watch.functionName` if absent.',
    ),
  endpointName: z
    .string()
    .min(1)
    .optional()
    .describe('Way `sagemaker`: the endpoint; `watch.endpointName` if absent.'),
  region: z
    .string()
    .min(1)
    .optional()
    .describe('Ways `lambda`, `sagemaker`: AWS Region to sign for; `watch.region` if absent.'),
  path: z
    .string()
    .regex(/^\//, 'expected a path that begins with /')
    .optional()
    .describe("Path on the target; the system's own if absent."),
  headersFromEnvironment: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'Request headers, such as API keys: header name to the name of the environment variable that holds its value.',
    ),
});
export type ReplayStep = z.infer<typeof replayStepSchema>;

/** `config.scaleproof.watch`: what the collector polls. */
export const watchSchema = z.strictObject({
  endpointName: z.string().min(1).describe('SageMaker endpoint.'),
  variantName: z.string().min(1).default('AllTraffic').describe('Production variant.'),
  functionName: z
    .string()
    .min(1)
    .optional()
    .describe('Lambda function before the endpoint: name, ARN or name:qualifier.'),
  api: z
    .strictObject({
      name: z.string().min(1).optional().describe('Of a REST API.'),
      id: z.string().min(1).optional().describe('Of an HTTP API.'),
      stage: z.string().min(1).describe('Stage, for example `dev`; `$default` for HTTP APIs.'),
    })
    .refine(({ name, id }) => (name === undefined) !== (id === undefined), {
      message: 'expected either `name` (REST API) or `id` (HTTP API)',
    })
    .optional()
    .describe('API in API Gateway before the function, whose metrics are watched then.'),
  region: z.string().min(1).default('us-east-1'),
  periodSeconds: z
    .number()
    .positive()
    .default(60)
    .describe('Period of the CloudWatch metrics; shorter on a stand-in with compressed time.'),
  endpointUrl: z
    .url()
    .optional()
    .describe('Base URL of the AWS APIs, for a stand-in; AWS itself if absent.'),
  pollSeconds: z.number().min(0.2).default(5).describe('Between DescribeEndpoint polls.'),
  metricPollSeconds: z.number().min(0.2).default(15).describe('Between GetMetricData polls.'),
});
export type Watch = z.infer<typeof watchSchema>;

export const settleSchema = z.strictObject({
  maxSeconds: z
    .number()
    .nonnegative()
    .default(360)
    .describe('Longest wait after the load for the last datapoints to become final.'),
  untilScaleIn: z.boolean().default(false).describe('Also wait for the first scale-in.'),
});

const share = z.number().min(0).max(1);

/** When a load does more harm than good, it is stopped, and what was seen until then is judged. */
export const abortSchema = z.strictObject({
  maxErrorShare: share
    .default(0.5)
    .describe('Of requests that ended in a second, the share that may fail; 1 never aborts.'),
  maxRefusedShare: share
    .default(0.25)
    .describe('The same for refusals: throttles (429) and other 4xx, such as 403.'),
  forSeconds: z
    .int()
    .positive()
    .default(30)
    .describe('Consecutive seconds over a share after which the load is stopped.'),
});
export type AbortSettings = z.infer<typeof abortSchema>;

/** `config.scaleproof`. */
export const scaleproofSchema = z.strictObject({
  watch: watchSchema,
  expect: expectationsSchema.prefault({}),
  settle: settleSchema.prefault({}),
  abort: abortSchema.prefault({}),
  prices: z
    .record(
      z.string().refine(isPriceKey, {
        message: `expected an instance type such as ml.m5.xlarge, or one of ${Object.keys(UNIT_OF_KEY).join(', ')}`,
      }),
      z.number().nonnegative(),
    )
    .default({})
    .describe('Dollars by instance type (an hour) or kind of charge, in place of the list prices.'),
  standIn: standInSchema
    .optional()
    .describe('Present: `run` starts the stand-in and aims at it. Absent: the target is real.'),
});

/** One stretch of the plan. A constant rate is a ramp from a rate to itself; a pause is at 0. */
export interface Phase {
  readonly name: string;
  readonly durationSeconds: number;
  readonly startRps: number;
  readonly endRps: number;
}

/** Everything a run needs, decided once. Frozen. */
export interface ResolvedScenario {
  readonly name: string;
  readonly system: string;
  readonly systemId: string;
  readonly systemModule: string | null;
  readonly environment: string;
  readonly engine: Engine;
  /** Base URL of the prediction API; with an embedded stand-in, known once it is up. */
  readonly target: string;
  readonly way: Way;
  readonly address: Address;
  /** AWS Region that requests of the ways `lambda` and `sagemaker` are signed for. */
  readonly region: string;
  /** Names of environment variables, never what they hold; empty on a stand-in, which asks for none. */
  readonly headersFromEnvironment: HeadersFromEnvironment;
  /** Dataset file as given; null for the system's own fixture. */
  readonly dataset: string | null;
  readonly phases: readonly Phase[];
  readonly replay: ReplaySettings;
  readonly watch: Watch;
  readonly expect: Expectations;
  readonly settle: z.infer<typeof settleSchema>;
  readonly abort: AbortSettings;
  /** Dollars, in place of list prices; see src/cost/prices.ts. */
  readonly prices: Readonly<Record<string, number>>;
  readonly standIn: StandInConfig | null;
}
