/** Says which limit throttled the callers: the function's, the endpoint's or the gateway's. */
import type { Analysis } from '../analysis/analyse.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import { metricOverLoad } from '../analysis/metric-over-load.ts';
import { count } from '../format/numbers.js';

/** What to check, for the end of a sentence. The hop that accounts for most of the callers' throttles. */
export function throttlingLimit({ evidence, loadSpan, totals, serving, record }: Analysis): string {
  const { way } = record.manifest.scenario;
  const byFunction = metricOverLoad(evidence.series, loadSpan, 'lambda', 'Throttles', 'Sum');
  const callers = totals.outcomes.throttled ?? 0;
  if (way === 'lambda' || (byFunction !== null && byFunction.sum > callers / 2)) {
    const reserved = lastObserved(evidence.aws, 'function')?.reservedConcurrency;
    return reserved === undefined
      ? 'check the concurrency available to the function in this account'
      : `check the function’s reserved concurrency of ${count(reserved)}`;
  }
  if (serving.kind === 'serverless') {
    return `check the endpoint’s MaxConcurrency of ${count(serving.limits.maxConcurrency)}`;
  }
  if (serving.kind === 'unwatched') return 'check the limits of the target';
  if (way === 'sagemaker') return 'check the InvokeEndpoint rate in Service Quotas';
  return byFunction === null
    ? 'check the limits of the gateway, the function and the account'
    : 'check the throttling limits of the gateway’s stage and usage plan';
}
