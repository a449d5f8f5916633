/** Scaleproof's own parts of an Artillery script, and the scenario they resolve to. */
import { z } from 'zod';
import { milliseconds, seconds } from '../input/duration.ts';
import { shareOrPercent } from '../input/share.ts';
import { type Address, WAYS, type Way } from '../systems/contract.ts';
import type { HeadersFromEnvironment } from '../systems/own-headers.ts';
import { COMPONENT_NAME, ENDPOINT_NAME, FUNCTION_NAME, REGION, VARIANT_NAME } from './aws-names.ts';
import type { Engine } from './engine-names.ts';
import { type Expectations, expectationsSchema } from './expectations.ts';
import { MAX_RPS } from './limits.ts';
import { METRIC_NAMES } from './metric-names.ts';
import { isPriceKey, MAX_PRICE_USD, UNIT_OF_KEY } from './price-keys.ts';
import { type StandInConfig, standInSchema } from './stand-in-config.ts';

/** `config.engines.replay`: how the load is sent. */
export const replaySettingsSchema = z.strictObject({
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1)
    .describe('Seeds the choice of rows; the same seed draws the same rows.'),
  timeoutMs: milliseconds({ above: 0 })
    .default(10_000)
    .describe('From send to complete response, ms.'),
  maxConnections: z
    .int()
    .positive()
    .max(20_000)
    .default(4_096)
    .describe(
      'Maximum open connections; requests due beyond it wait, and the report shows how long.',
    ),
  rpsPerWorker: z
    .number()
    .positive()
    .max(MAX_RPS)
    .optional()
    .describe('Requests/s up to which one worker thread sends alone; 10000 if absent.'),
});
export type ReplaySettings = z.infer<typeof replaySettingsSchema>;

/** The only step of a `replay` flow: which system's rows go where. */
export const replayStepSchema = z.strictObject({
  system: z
    .string()
    .min(1)
    .describe(
      'The API contract: iris, wine, car, dog-a, dog-b, or a path to a module of your own.',
    ),
  dataset: z
    .string()
    .min(1)
    .optional()
    .describe("CSV file, relative to the scenario; defaults to the system's own fixture."),
  way: z
    .enum(WAYS)
    .optional()
    .describe(
      "`http`: the public API. `lambda`, `sagemaker`: directly to that service, signed. Defaults to the system's own.",
    ),
  functionName: FUNCTION_NAME.optional().describe(
    'Way `lambda`: function name, ARN or name:qualifier; defaults to `watch.functionName`.',
  ),
  endpointName: ENDPOINT_NAME.optional().describe(
    'Way `sagemaker`: endpoint name; defaults to `watch.endpointName`.',
  ),
  inferenceComponent: COMPONENT_NAME.optional().describe(
    'Way `sagemaker`: inference component that answers; defaults to `watch.inferenceComponent`.',
  ),
  region: REGION.optional().describe(
    'Ways `lambda`, `sagemaker`: AWS Region to sign for; defaults to `watch.region`, or to us-east-1 with `watch: none`.',
  ),
  path: z
    .string()
    .regex(/^\/[\x21-\x7e]*$/, 'expected a path that begins with / and is percent-encoded')
    .optional()
    .describe("Path on the target; defaults to the system's own."),
  headersFromEnvironment: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      'Request headers, such as API keys: header name to the environment variable that holds its value.',
    ),
});
export type ReplayStep = z.infer<typeof replayStepSchema>;

export const DEFAULT_REGION = 'us-east-1';

/** `config.scaleproof.watch`: what the collector polls. */
export const watchSchema = z.strictObject({
  endpointName: ENDPOINT_NAME.describe('SageMaker endpoint name.'),
  variantName: VARIANT_NAME.default('AllTraffic').describe('Production variant name.'),
  inferenceComponent: COMPONENT_NAME.optional().describe(
    'Inference component on the endpoint; its copies are then what scales.',
  ),
  functionName: FUNCTION_NAME.optional().describe(
    'Lambda function in front of the endpoint: name, ARN or name:qualifier.',
  ),
  api: z
    .strictObject({
      name: z.string().min(1).optional().describe('REST API name.'),
      id: z.string().min(1).optional().describe('HTTP API ID.'),
      stage: z.string().min(1).describe('Stage, for example `dev`; `$default` for HTTP APIs.'),
    })
    .refine(({ name, id }) => (name === undefined) !== (id === undefined), {
      message: 'expected either `name` (REST API) or `id` (HTTP API)',
    })
    .optional()
    .describe('API Gateway API in front of the function; if given, its metrics are watched too.'),
  region: REGION.default(DEFAULT_REGION),
  periodSeconds: seconds({ above: 0, to: 86_400 })
    .default(60)
    .describe('CloudWatch metric period, seconds; shorter on a stand-in with compressed time.'),
  endpointUrl: z
    .url()
    .optional()
    .describe('Base URL of the AWS APIs, for a stand-in; defaults to AWS itself.'),
  pollSeconds: seconds({ from: 0.2, to: 3_600 })
    .default(5)
    .describe('Seconds between DescribeEndpoint polls.'),
  metricPollSeconds: seconds({ from: 0.2, to: 3_600 })
    .default(15)
    .describe('Seconds between GetMetricData polls.'),
  scalingReports: z
    .boolean()
    .optional()
    .describe(
      "Also reads SageMaker's own scaling times with PromQL, where detailed observability is on; off by default.",
    ),
});
export type Watch = z.infer<typeof watchSchema>;

/** In place of a section: nothing of AWS is behind the target, or nobody may look at it. */
export const WATCH_NOTHING = 'none';

const watchOrNone = z
  .union([z.literal(WATCH_NOTHING), watchSchema], {
    error: 'expected `none`, or a section with endpointName',
  })
  .describe(
    'What to watch on AWS. `none`: an API without a SageMaker endpoint; callers alone are judged.',
  );

export const settleSchema = z.strictObject({
  maxSeconds: seconds()
    .default(360)
    .describe('Longest wait after the load for the last datapoints to become final, seconds.'),
  untilScaleIn: z.boolean().default(false).describe('Also wait for the first scale-in.'),
});

const share = z.number().min(0).max(1);

/** Stops a load that does more harm than good; what was seen until then is judged. */
export const abortSchema = z.strictObject({
  maxErrorShare: share
    .default(0.5)
    .describe('Share of the requests ending in a second that may fail; 1 never aborts.'),
  maxRefusedShare: share
    .default(0.25)
    .describe('The same for refused requests: throttled (429) and other 4xx, such as 403.'),
  forSeconds: seconds({ from: 1, whole: true })
    .default(30)
    .describe('Consecutive seconds above either share that stop the load.'),
});
export type AbortSettings = z.infer<typeof abortSchema>;

/** What `compare` and the nightly judgment take for a regression, by metric or for `all`. */
export const compareSchema = z.strictObject({
  maxRegression: z
    .partialRecord(z.enum(['all', ...METRIC_NAMES]), shareOrPercent)
    .default({})
    .describe(
      'Largest change for the worse: relative, but in points for errors, throttles and accuracy. `all`: every other metric.',
    ),
});

/** `config.scaleproof`. */
export const scaleproofSchema = z.strictObject({
  // Required for all but `check`: see resolve.ts.
  watch: watchOrNone.optional(),
  expect: expectationsSchema.prefault({}),
  settle: settleSchema.prefault({}),
  abort: abortSchema.prefault({}),
  compare: compareSchema.prefault({}),
  prices: z
    .record(
      z.string().refine(isPriceKey, {
        message: `expected an instance type such as ml.m5.xlarge, or one of ${Object.keys(UNIT_OF_KEY).join(', ')}`,
      }),
      z.number().nonnegative().max(MAX_PRICE_USD),
    )
    .default({})
    .describe(
      'US dollars by instance type (per hour) or kind of charge; overrides the list prices.',
    ),
  standIn: standInSchema
    .optional()
    .describe('If given, `run` starts the stand-in and loads it; otherwise the target is real.'),
});

/** One ramp of the plan. A constant rate is a ramp from a rate to itself; a pause has rate 0. */
export interface Phase {
  readonly name: string;
  readonly durationSeconds: number;
  readonly startRps: number;
  readonly endRps: number;
}

/** Everything a run needs, resolved once and frozen. */
export interface ResolvedScenario {
  readonly name: string;
  /** The name or path that the user gave, for commands to type next; never recorded. */
  readonly given?: string;
  /** What to type to get the same again, without what may be secret. */
  readonly repeat?: readonly string[];
  readonly system: string;
  readonly systemId: string;
  readonly systemModule: string | null;
  readonly environment: string;
  readonly engine: Engine;
  /** Base URL of the prediction API; empty with an embedded stand-in, until that is up. */
  readonly target: string;
  readonly way: Way;
  readonly address: Address;
  /** AWS Region to sign `lambda` and `sagemaker` requests for. */
  readonly region: string;
  /** Environment variable names, never their values; empty on a stand-in, which needs none. */
  readonly headersFromEnvironment: HeadersFromEnvironment;
  /** Absolute path of the dataset file; null for the system's own fixture. */
  readonly dataset: string | null;
  readonly phases: readonly Phase[];
  readonly replay: ReplaySettings;
  /** Null: nothing is watched, and no AWS API is called. */
  readonly watch: Watch | null;
  readonly expect: Expectations;
  /** Set if nobody wrote an expectation: all of `expect` are defaults. */
  readonly asksNothing?: true;
  readonly settle: z.infer<typeof settleSchema>;
  readonly abort: AbortSettings;
  readonly compare: z.infer<typeof compareSchema>;
  /** US dollars that override list prices; see src/cost/prices.ts. */
  readonly prices: Readonly<Record<string, number>>;
  readonly standIn: StandInConfig | null;
}

/** A scenario that watches an endpoint on AWS, or on what stands in for it. */
export interface WatchedScenario extends ResolvedScenario {
  readonly watch: Watch;
}

export function watchesAws(scenario: ResolvedScenario): scenario is WatchedScenario {
  return scenario.watch !== null;
}
