/** One constant rate of a load as a step of the result: what it showed, and what that decides. Pure. */
import { countedPoints } from '../analysis/instance-counts.ts';
import { littlesLaw } from '../analysis/littles-law.ts';
import { countOf, type LoadSecond, sketchOver, summed } from '../analysis/load-seconds.ts';
import type { InstancesPoint } from '../analysis/timeline.ts';
import { counted as countedNoun } from '../format/numbers.js';
import type { CapacityBegun, StepOrder } from '../record/capacity-events.ts';
import type { OutcomeCounts } from '../record/load-events.ts';
import { ERROR_OUTCOMES } from '../systems/outcome.ts';
import { type Growth, growthOf } from './growth.ts';
import type { CapacityStep } from './result.ts';
import { steadyPart } from './steady-part.ts';
import { leadSeconds } from './step-lengths.ts';
import { type GeneratorBound, type StepVerdict, stepVerdict } from './step-verdict.ts';

/** A step before CloudWatch's figures are added. */
export type JudgedStep = Omit<
  CapacityStep,
  'modelLatencyMs' | 'overheadLatencyMs' | 'cpuPercent' | 'memoryPercent' | 'reason'
> & {
  readonly reason: StepVerdict['reason'];
  /** As ordered; a step that failed early ended before. */
  readonly orderedSeconds: number;
  readonly outcomes: OutcomeCounts;
  readonly growth: Growth;
};

/** What every step of a test is judged by. */
export interface StepJudgment {
  readonly bound: CapacityBegun['bound'];
  readonly heldInstances: number | null;
  readonly points: readonly InstancesPoint[];
  readonly generator: GeneratorBound;
}

/**
 * @param seconds of the whole load; those in which it was stopped, and after, are left out.
 * @param fromSecond of the plan.
 * @returns null where the step never began
 */
export function judgeStep(
  order: StepOrder,
  fromSecond: number,
  seconds: readonly LoadSecond[],
  judgment: StepJudgment,
): JudgedStep | null {
  const stopped = seconds.find(({ notSent }) => (notSent.stopped ?? 0) > 0)?.second;
  const untilSecond = Math.min(stopped ?? Number.POSITIVE_INFINITY, fromSecond + order.seconds);
  const own = seconds.filter(({ second }) => second >= fromSecond && second < untilSecond);
  const [first] = own;
  if (first === undefined) return null;
  const lead = Math.min(leadSeconds(order.seconds), Math.max(0, own.length - 1));
  const after = own.slice(lead);
  const before = seconds.findLast(({ second }) => second < after[0]!.second) ?? null;
  const growth = growthOf(after, before, judgment.bound.confidence);
  const part = steadyPart(after, judgment.bound.maxMs);
  const changed = countChanged(own, judgment);
  // What grows has no steady part; all of it shows how.
  const counted = growth.isCertain ? after : part.counted;
  const judged = stepVerdict(counted, { growth, ...part }, judgment.bound, judgment.generator);
  const { outcome, reason, message, effectiveRequests } = changed ?? judged;
  const outcomes = summed(counted.map((second) => second.outcomes));
  const completed = countOf(outcomes);
  const failed = ERROR_OUTCOMES.reduce((sum, kind) => sum + (outcomes[kind] ?? 0), 0);
  const latency = sketchOver(counted, 'latencyMs');
  const isSteady = reason !== 'not-steady' && reason !== 'errors';
  const law = isSteady ? littlesLaw({ instances: null, load: counted }) : null;
  const mean = (of: (second: LoadSecond) => number) =>
    counted.reduce((sum, second) => sum + of(second), 0) / counted.length;
  return {
    purpose: order.purpose,
    targetRps: order.targetRps,
    fromMs: first.startMs,
    toMs: own.at(-1)!.startMs + 1_000,
    orderedSeconds: order.seconds,
    warmUpSeconds: own.length - counted.length,
    countedSeconds: counted.length,
    instances: changed === null ? judgment.heldInstances : null,
    requests: completed,
    effectiveRequests,
    answeredRps: (completed - failed) / counted.length,
    outcome,
    reason,
    message,
    latencyMs: {
      p50: latency.quantile(0.5),
      p95: latency.quantile(0.95),
      p99: latency.quantile(0.99),
      max: latency.max,
      atBound: latency.quantile(judgment.bound.percentile / 100),
    },
    errorShare: completed === 0 ? 0 : failed / completed,
    concurrency: mean(({ inFlight }) => inFlight ?? 0),
    littlesLawDeviation: law === null || law.expected < LEAST_CONCURRENCY ? null : law.deviation,
    outcomes,
    growth,
  };
}

/** A mean of fewer requests in flight is mostly the moment in which they are counted. */
const LEAST_CONCURRENCY = 5;

/** Any other count seen or asked for during the step; a poll beside it says nothing of it. */
function countChanged(
  own: readonly LoadSecond[],
  { heldInstances: held, points }: StepJudgment,
): StepVerdict | null {
  if (held === null) return null;
  const [fromMs, toMs] = [own[0]!.startMs, own.at(-1)!.startMs + 1_000];
  const other = countedPoints(points).find(
    ({ atMs, current, desired }) =>
      atMs >= fromMs && atMs <= toMs && (current !== held || (desired ?? held) !== held),
  );
  if (other === undefined) return null;
  const count = other.current === held ? (other.desired ?? held) : other.current;
  return {
    outcome: 'void',
    reason: 'count-changed',
    message: `The endpoint went from ${countedNoun(held, 'instance')} to ${count} meanwhile.`,
    effectiveRequests: 0,
  };
}
