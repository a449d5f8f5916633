/** What one request adds to the metrics of its variant. */
import type { Arrival } from './fleet.ts';
import type { VariantMetric } from './metrics.ts';
import type { MetricsStore } from './metrics-store.ts';

/** What the container answers; it counts in the error metrics. */
export type ModelStatus = 'ok' | 'client-error';

export interface Invocation {
  readonly atMs: number;
  readonly arrival: Arrival;
  readonly model: ModelStatus;
  readonly inService: number;
  /** Slot-time of one instance in one period: concurrency times the period. */
  readonly slotTimeMs: number;
}

/** Counts by the time of arrival, latency by the time of completion: there it is known. */
export function recordInvocation(store: MetricsStore<VariantMetric>, invocation: Invocation): void {
  const { atMs, arrival, model } = invocation;
  const rejected = arrival.outcome === 'rejected';
  const broken = rejected || arrival.failed === true;
  const perInstance = 1 / Math.max(1, invocation.inService);
  store.add('Invocations', atMs, 1);
  store.add('InvocationsPerInstance', atMs, perInstance);
  // One sample a request, so that the average of an error metric is the error rate.
  store.add('Invocation4XXErrors', atMs, !broken && model === 'client-error' ? 1 : 0);
  store.add('Invocation5XXErrors', atMs, broken ? 1 : 0);
  store.add('InvocationModelErrors', atMs, broken || model !== 'ok' ? 1 : 0);
  if (arrival.outcome === 'rejected') return;
  const { startMs, completeMs } = arrival;
  store.add('ModelLatency', completeMs, (completeMs - atMs) * 1000);
  const share = ((completeMs - startMs) / invocation.slotTimeMs) * perInstance;
  store.add('CPUUtilization', startMs, share);
}
