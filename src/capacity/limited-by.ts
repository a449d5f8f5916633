/** What gave out first, by the lowest rate that was missed. Pure. */
import { findSeries } from '../analysis/find-series.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import { countOf } from '../analysis/load-seconds.ts';
import type { PeriodSeries } from '../analysis/metric-series.ts';
import type { Serving } from '../analysis/serving.ts';
import { vcpusOf } from '../aws/instance-cores.ts';
import { count, percent, perSecond } from '../format/numbers.js';
import type { AwsEvent } from '../record/aws-events.ts';
import type { Manifest } from '../record/manifest.ts';
import type { JudgedStep } from './judge-step.ts';
import type { Capacity } from './result.ts';
import type { StepMetrics } from './step-metrics.ts';

type LimitedBy = NonNullable<Capacity['limitedBy']>;

export interface LimitEvidence {
  readonly manifest: Manifest;
  readonly aws: readonly AwsEvent[];
  readonly series: readonly PeriodSeries[];
  readonly serving: Serving;
  readonly instanceType: string | null;
}

/** Nearly all of it: a mean over a minute hardly shows the whole. */
const NEARLY_ALL = 0.9;

/** @param step the lowest rate that was missed, with its metrics */
export function limitedBy(step: JudgedStep & StepMetrics, evidence: LimitEvidence): LimitedBy {
  const refused = step.reason === 'errors' ? throttledBy(step, evidence) : null;
  if (refused !== null) return refused;
  const cores = evidence.instanceType === null ? null : vcpusOf(evidence.instanceType);
  const busy = step.cpuPercent === null || cores === null ? null : step.cpuPercent / (100 * cores);
  if (busy !== null && busy >= NEARLY_ALL) {
    return {
      resource: 'cpu',
      message: `CPU: ${percent(Math.min(1, busy))} of ${cores} vCPUs were busy at ${perSecond(step.targetRps)}.`,
    };
  }
  if (step.memoryPercent !== null && step.memoryPercent >= 100 * NEARLY_ALL) {
    return {
      resource: 'memory',
      message: `Memory: ${percent(step.memoryPercent / 100)} was used at ${perSecond(step.targetRps)}.`,
    };
  }
  if (step.reason === 'not-steady' || step.answeredRps < (1 - BELOW_SENT) * step.targetRps) {
    const cpu = busy === null ? '' : ` while CPU was at ${percent(busy)}`;
    return {
      resource: 'concurrency',
      message: `Concurrency: ${perSecond(step.answeredRps)} of ${perSecond(step.targetRps)} were answered${cpu}; requests waited for a free worker.`,
    };
  }
  return {
    resource: 'latency',
    message: `Latency: all of ${perSecond(step.targetRps)} was answered, but not within the bound.`,
  };
}

/** Answered less than sent by this share: more than the ends of a step explain. */
const BELOW_SENT = 0.02;

/** @returns null where what failed was not throttled */
function throttledBy(
  step: JudgedStep,
  { manifest, aws, series, serving }: LimitEvidence,
): LimitedBy | null {
  const { way } = manifest.scenario;
  const all = countOf(step.outcomes);
  const throttled = step.outcomes.throttled ?? 0;
  const areThrottled = throttled > (step.errorShare * all) / 2;
  const byFunction = functionThrottles(series, step);
  // A gateway answers for its function with a 500, so callers need not see a 429.
  if (byFunction > 0 || (way === 'lambda' && areThrottled)) {
    const { reservedConcurrency: reserved } = lastObserved(aws, 'function') ?? {};
    const limit =
      reserved === undefined
        ? 'the concurrency left in this account'
        : `its reserved concurrency of ${count(reserved)}`;
    const share = percent(step.errorShare);
    return {
      resource: 'function-concurrency',
      message: `The Lambda function: ${share} of requests failed at ${perSecond(step.targetRps)}, throttled by ${limit}.`,
    };
  }
  if (!areThrottled) return null;
  const at = `${percent(throttled / Math.max(1, all))} of requests were throttled at ${perSecond(step.targetRps)}`;
  return serving.kind === 'serverless'
    ? {
        resource: 'concurrency',
        message: `The endpoint: ${at}, by its MaxConcurrency of ${count(serving.limits.maxConcurrency)}.`,
      }
    : {
        resource: 'api-throttling',
        message: `Throttling: ${at}; check the limits of the gateway’s stage and usage plan.`,
      };
}

/** The step may have been given up within a period, so one that it touches counts. */
function functionThrottles(series: readonly PeriodSeries[], { fromMs, toMs }: JudgedStep): number {
  return (findSeries(series, FUNCTION_THROTTLES)?.points ?? [])
    .filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs)
    .reduce((sum, { value }) => sum + value, 0);
}

const FUNCTION_THROTTLES = { service: 'lambda', metric: 'Throttles', stat: 'Sum' } as const;
