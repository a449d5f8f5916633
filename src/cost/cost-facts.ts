/** Collects what a run's cost depends on, from the scenario and, if known, from AWS. */
import { isLoopback } from '../aws/credentials.ts';
import { METRICS_PER_INSTANCE, MOST_INSTANCES } from '../collector/metrics/instance-metrics.ts';
import { periodsOf } from '../collector/metrics/periods.ts';
import { watchedMetrics } from '../collector/metrics/watched-metrics.ts';
import { buildPlan } from '../load/plan.ts';
import type { ResolvedScenario, Watch } from '../scenario/schema.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** How an endpoint is charged: by instances, by memory, or unknown until AWS has been asked. */
export type EndpointFacts =
  | {
      readonly kind: 'instances';
      readonly instanceType: string | null;
      readonly count: Range;
      /** In place of one type: each instance is of one of these. */
      readonly pools?: readonly string[];
      /** Each instance publishes metrics of its own. */
      readonly enhanced?: boolean;
    }
  | { readonly kind: 'serverless'; readonly memoryMb: number }
  | { readonly kind: 'unknown' }
  /** None is watched: whatever answers, its cost is not known here. */
  | { readonly kind: 'unwatched' };

export interface FunctionFacts {
  readonly memoryMb: Range;
  readonly durationSeconds: Range;
  /** Where both figures come from, as the end of a sentence. */
  readonly source: string;
}

export interface CostFacts {
  /** Everything runs on this machine: nothing is charged. */
  readonly isLocal: boolean;
  readonly requests: number;
  readonly loadSeconds: number;
  /** After the load, until the last datapoints are final. */
  readonly settleSeconds: Range;
  readonly endpoint: EndpointFacts;
  /** How long a request keeps a serverless endpoint busy, seconds. */
  readonly answerSeconds: Range;
  /** Null when no function is invoked. */
  readonly function: FunctionFacts | null;
  /** `maybe`: a custom domain may or may not be API Gateway. */
  readonly api: 'rest' | 'http' | 'either' | 'maybe' | 'none';
  /** Null when no metric is read. */
  readonly metricPolls: {
    readonly everySeconds: number;
    readonly metrics: number;
    /** Of single instances, besides. */
    readonly instanceMetrics?: Range;
  } | null;
}

/** The periods until a datapoint is final, plus the one it covers: nothing settles sooner. */
const LEAST_SETTLE_PERIODS = 4;
/** Lambda's minimum is 128 MB; a function in front of an endpoint rarely has over 1,024. */
const ASSUMED_MEMORY_MB: Range = { low: 128, high: 1_024 };
const ASSUMED_SECONDS = 1;

/** What AWS reported about the target; anything absent is assumed. */
export interface KnownFacts {
  /** See endpoint-facts.ts. */
  readonly endpoint?: EndpointFacts;
  readonly functionMemoryMb?: number | null | undefined;
  /** Recent duration of an invocation, and of the model behind it. */
  readonly functionSeconds?: number | null | undefined;
  readonly modelSeconds?: number | null | undefined;
}

export function costFactsOf(scenario: ResolvedScenario, known: KnownFacts = {}): CostFacts {
  const { phases, watch } = scenario;
  const { modelSeconds } = known;
  const endpoint = known.endpoint ?? { kind: watch === null ? 'unwatched' : 'unknown' };
  const plan = buildPlan(phases);
  return {
    isLocal: isLocal(scenario),
    requests: plan.count,
    loadSeconds: plan.durationMs / 1_000,
    settleSeconds: settleSecondsOf(scenario),
    endpoint,
    answerSeconds: modelSeconds == null ? assumedSeconds(scenario) : exactly(modelSeconds),
    function: functionOf(scenario, known),
    api: apiOf(scenario),
    metricPolls: watch && {
      everySeconds: watch.metricPollSeconds,
      metrics: metricsOf(watch, endpoint),
      ...instanceMetricsOf(endpoint),
    },
  };
}

/** A scenario that watches nothing has nothing elsewhere but its target. */
function isLocal({ standIn, watch, target }: ResolvedScenario): boolean {
  return standIn !== null || (watch === null && isLoopback(target));
}

function settleSecondsOf({ watch, settle }: ResolvedScenario): Range {
  if (watch === null) return { low: 0, high: 0 };
  const low = Math.min(settle.maxSeconds, LEAST_SETTLE_PERIODS * watch.periodSeconds);
  return { low, high: settle.maxSeconds };
}

function functionOf(
  scenario: ResolvedScenario,
  { functionMemoryMb, functionSeconds }: KnownFacts,
): FunctionFacts | null {
  const { way, watch } = scenario;
  if (way === 'sagemaker' || (watch === null && way === 'http')) return null;
  const source =
    watch?.functionName === undefined && way === 'http'
      ? 'assuming one invocation per request; set watch.functionName to be exact'
      : `memory ${functionMemoryMb == null ? 'assumed' : 'as set'}, duration ${functionSeconds == null ? 'assumed' : 'from CloudWatch'}`;
  return {
    memoryMb: functionMemoryMb == null ? ASSUMED_MEMORY_MB : exactly(functionMemoryMb),
    durationSeconds: functionSeconds == null ? assumedSeconds(scenario) : exactly(functionSeconds),
    source,
  };
}

/** Up to the latency that the scenario allows. */
function assumedSeconds({ expect }: ResolvedScenario): Range {
  return { low: 0, high: expect.latency ? expect.latency.maxMs / 1_000 : ASSUMED_SECONDS };
}

function exactly(value: number): Range {
  return { low: value, high: value };
}

/** Number of metrics the collector requests per poll. */
function metricsOf(watch: Watch, { kind }: EndpointFacts): number {
  const variant = {
    hosting: kind === 'unwatched' ? ('unknown' as const) : kind,
    containers: [],
    instanceIds: [],
    alarmed: [],
  };
  return watchedMetrics(watch, variant, periodsOf(watch, [], undefined)).length;
}

function instanceMetricsOf(endpoint: EndpointFacts): { instanceMetrics?: Range } {
  if (endpoint.kind !== 'instances' || !endpoint.enhanced) return {};
  const asked = (instances: number) => Math.min(instances, MOST_INSTANCES) * METRICS_PER_INSTANCE;
  const { low, high } = endpoint.count;
  return { instanceMetrics: { low: asked(low), high: asked(high) } };
}

function apiOf({ way, watch, target }: ResolvedScenario): CostFacts['api'] {
  if (way !== 'http') return 'none';
  if (watch?.api) return watch.api.name === undefined ? 'http' : 'rest';
  const host = URL.canParse(target) ? new URL(target).hostname : '';
  if (/\.execute-api\.[a-z0-9-]+\.amazonaws\.com/.test(host)) return 'either';
  // Nothing says that anything of AWS is behind it.
  return watch === null ? 'none' : 'maybe';
}

export interface CostRow {
  readonly what: string;
  /** US dollars; null when the price is not known. */
  readonly usd: Range | null;
  /** How it was estimated: one sentence. */
  readonly assumption: string;
}
