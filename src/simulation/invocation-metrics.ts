/** Adds one request to its variant's metrics. */
import type { Arrival } from './fleet.ts';
import type { VariantMetric } from './metrics.ts';
import type { MetricsStore } from './metrics-store.ts';

/** How the container answers; errors count in the error metrics. */
export type ModelStatus = 'ok' | 'client-error';

export interface Invocation {
  readonly atMs: number;
  readonly arrival: Arrival;
  readonly model: ModelStatus;
  readonly inService: number;
  /** One instance's slot-time per period: concurrency times period length. */
  readonly slotTimeMs: number;
}

/** Counts are recorded at arrival time, latency at completion time, when it is known. */
export function recordInvocation(store: MetricsStore<VariantMetric>, invocation: Invocation): void {
  const { atMs, arrival, model } = invocation;
  const rejected = arrival.outcome === 'rejected';
  const broken = rejected || arrival.failed === true;
  const perInstance = 1 / Math.max(1, invocation.inService);
  store.add('Invocations', atMs, 1);
  store.add('InvocationsPerInstance', atMs, perInstance);
  // One sample per request, so that an error metric's average is the error rate.
  store.add('Invocation4XXErrors', atMs, !broken && model === 'client-error' ? 1 : 0);
  store.add('Invocation5XXErrors', atMs, broken ? 1 : 0);
  store.add('InvocationModelErrors', atMs, broken || model !== 'ok' ? 1 : 0);
  if (arrival.outcome === 'rejected') return;
  const { startMs, completeMs } = arrival;
  store.add('ModelLatency', completeMs, (completeMs - atMs) * 1000);
  const share = ((completeMs - startMs) / invocation.slotTimeMs) * perInstance;
  store.add('CPUUtilization', startMs, share);
}
