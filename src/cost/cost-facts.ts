/** What the cost of a run depends on: from the scenario alone, or with what AWS says of the target. */
import { periodsOf, watchedMetrics } from '../collector/metrics/watched-metrics.ts';
import { buildPlan } from '../load/plan.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** One of them for an endpoint: by instances, by memory, or not known before AWS is asked. */
export type EndpointFacts =
  | {
      readonly kind: 'instances';
      readonly instanceType: string | null;
      readonly count: Range;
    }
  | { readonly kind: 'serverless'; readonly memoryMb: number }
  | { readonly kind: 'unknown' };

export interface FunctionFacts {
  readonly memoryMb: Range;
  readonly durationSeconds: Range;
  /** Where the two are from, as a sentence's end. */
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
  /** Null: no function is invoked. */
  readonly function: FunctionFacts | null;
  /** `maybe`: an own domain in front may be API Gateway or not. */
  readonly api: 'rest' | 'http' | 'either' | 'maybe' | 'none';
  readonly metricPolls: { readonly everySeconds: number; readonly metrics: number };
}

/** Periods that must pass before a datapoint is final, and the one it covers: nothing settles sooner. */
const LEAST_SETTLE_PERIODS = 4;
/** Lambda has 128 MB at least; more than this a function in front of an endpoint rarely has. */
const ASSUMED_MEMORY_MB: Range = { low: 128, high: 1_024 };
const ASSUMED_SECONDS = 1;

/** What AWS told of the target; what is absent is assumed. */
export interface KnownFacts {
  /** See endpoint-facts.ts. */
  readonly endpoint?: EndpointFacts;
  readonly functionMemoryMb?: number | null | undefined;
  /** What an invocation, and the model behind it, took lately. */
  readonly functionSeconds?: number | null | undefined;
  readonly modelSeconds?: number | null | undefined;
}

export function costFactsOf(scenario: ResolvedScenario, known: KnownFacts = {}): CostFacts {
  const { phases, settle, watch, standIn } = scenario;
  const { endpoint = { kind: 'unknown' }, modelSeconds } = known;
  const plan = buildPlan(phases);
  const least = Math.min(settle.maxSeconds, LEAST_SETTLE_PERIODS * watch.periodSeconds);
  return {
    isLocal: standIn !== null,
    requests: plan.count,
    loadSeconds: plan.durationMs / 1_000,
    settleSeconds: { low: least, high: settle.maxSeconds },
    endpoint,
    answerSeconds: modelSeconds == null ? assumedSeconds(scenario) : exactly(modelSeconds),
    function: functionOf(scenario, known),
    api: apiOf(scenario),
    metricPolls: { everySeconds: watch.metricPollSeconds, metrics: metricsOf(watch, endpoint) },
  };
}

function functionOf(
  scenario: ResolvedScenario,
  { functionMemoryMb, functionSeconds }: KnownFacts,
): FunctionFacts | null {
  const { way, watch } = scenario;
  if (way === 'sagemaker') return null;
  const source =
    watch.functionName === undefined && way === 'http'
      ? 'assuming one invocation a request; name it in watch.functionName to know'
      : `memory ${functionMemoryMb == null ? 'assumed' : 'as set'}, duration ${functionSeconds == null ? 'assumed' : 'by CloudWatch'}`;
  return {
    memoryMb: functionMemoryMb == null ? ASSUMED_MEMORY_MB : exactly(functionMemoryMb),
    durationSeconds: functionSeconds == null ? assumedSeconds(scenario) : exactly(functionSeconds),
    source,
  };
}

/** Up to what the scenario lets an answer take. */
function assumedSeconds({ expect }: ResolvedScenario): Range {
  return { low: 0, high: expect.latency ? expect.latency.maxMs / 1_000 : ASSUMED_SECONDS };
}

function exactly(value: number): Range {
  return { low: value, high: value };
}

/** How many metrics the collector asks for at each poll. */
function metricsOf(watch: ResolvedScenario['watch'], { kind }: EndpointFacts): number {
  const variant = { hosting: kind, containers: [], alarms: [] };
  return watchedMetrics(watch, variant, periodsOf(watch, [])).length;
}

function apiOf({ way, watch, target }: ResolvedScenario): CostFacts['api'] {
  if (way !== 'http') return 'none';
  if (watch.api) return watch.api.name === undefined ? 'http' : 'rest';
  const host = URL.canParse(target) ? new URL(target).hostname : '';
  return /\.execute-api\.[a-z0-9-]+\.amazonaws\.com/.test(host) ? 'either' : 'maybe';
}

export interface CostRow {
  readonly what: string;
  /** Dollars; null when the price is not known. */
  readonly usd: Range | null;
  /** How it came about: one sentence. */
  readonly assumption: string;
}
