/** What gave out first, by the lowest rate that was missed. Pure. */
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
import { pointsIn, type StepMetrics } from './step-metrics.ts';

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
  const throttled = step.outcomes.throttled ?? 0;
  const failed = step.errorShare * countOf(step.outcomes);
  if (step.reason === 'errors' && throttled > failed / 2) return throttledBy(step, evidence);
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

function throttledBy(
  step: JudgedStep,
  { manifest, aws, series, serving }: LimitEvidence,
): LimitedBy {
  const { way } = manifest.scenario;
  const share = percent((step.outcomes.throttled ?? 0) / Math.max(1, countOf(step.outcomes)));
  const at = `${share} of requests were throttled at ${perSecond(step.targetRps)}`;
  const byFunction = pointsIn(series, FUNCTION_THROTTLES, step).some(({ value }) => value > 0);
  if (way === 'lambda' || byFunction) {
    const { reservedConcurrency: reserved } = lastObserved(aws, 'function') ?? {};
    const limit =
      reserved === undefined
        ? 'the concurrency left in this account'
        : `its reserved concurrency of ${count(reserved)}`;
    return {
      resource: 'function-concurrency',
      message: `The Lambda function: ${at}, by ${limit}.`,
    };
  }
  if (serving.kind === 'serverless') {
    return {
      resource: 'concurrency',
      message: `The endpoint: ${at}, by its MaxConcurrency of ${count(serving.limits.maxConcurrency)}.`,
    };
  }
  return {
    resource: 'api-throttling',
    message: `Throttling: ${at}; check the limits of the gateway’s stage and usage plan.`,
  };
}

const FUNCTION_THROTTLES = { service: 'lambda', metric: 'Throttles', stat: 'Sum' } as const;
