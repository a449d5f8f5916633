/** Adds one request to the counts and latencies of its variant or its instance. */
import type { Arrival } from './fleet-effects.ts';
import type { InvocationMetric } from './metrics.ts';
import type { MetricsStore } from './metrics-store.ts';

/** How the container answers; errors count in the error metrics. */
export type ModelStatus = 'ok' | 'client-error';

export interface Invocation {
  readonly atMs: number;
  readonly arrival: Arrival;
  readonly model: ModelStatus;
}

/** Counts are recorded at arrival time, latency at completion time, when it is known. */
export function recordInvocation(
  store: MetricsStore<Exclude<InvocationMetric, 'InvocationsPerInstance'>>,
  { atMs, arrival, model }: Invocation,
): void {
  const rejected = arrival.outcome === 'rejected';
  const broken = rejected || arrival.failed === true;
  store.add('Invocations', atMs, 1);
  // One sample per request, so that an error metric's average is the error rate.
  store.add('Invocation4XXErrors', atMs, !broken && model === 'client-error' ? 1 : 0);
  store.add('Invocation5XXErrors', atMs, broken ? 1 : 0);
  store.add('InvocationModelErrors', atMs, broken || model !== 'ok' ? 1 : 0);
  if (rejected) return;
  store.add('ModelLatency', arrival.completeMs, (arrival.completeMs - atMs) * 1000);
}
