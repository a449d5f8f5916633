/** Adds one request to its variant's metrics. */
import type { Arrival } from './fleet.ts';
import type { ComponentMetric, VariantMetric } from './metrics.ts';
import type { MetricsStore } from './metrics-store.ts';

/** How the container answers; errors count in the error metrics. */
export type ModelStatus = 'ok' | 'client-error';

export interface Invocation {
  readonly atMs: number;
  readonly arrival: Arrival;
  readonly model: ModelStatus;
  /** Instances, or copies where these are counted. */
  readonly inService: number;
  /** One instance's slot-time per period: concurrency times period length. */
  readonly slotTimeMs: number;
}

/** Counts are recorded at arrival time, latency at completion time, when it is known. */
export function recordInvocation(store: MetricsStore<VariantMetric>, invocation: Invocation): void {
  const { arrival } = invocation;
  recordRequest(store, 'InvocationsPerInstance', invocation);
  if (arrival.outcome === 'rejected') return;
  const { startMs, completeMs } = arrival;
  const share = (completeMs - startMs) / invocation.slotTimeMs / Math.max(1, invocation.inService);
  store.add('CPUUtilization', startMs, share);
}

type RequestMetric = Extract<VariantMetric, ComponentMetric>;
type PerMember = 'InvocationsPerInstance' | 'InvocationsPerCopy';

/** What both a variant and an inference component count of a request. @param perMember its share of one */
export function recordRequest<Name extends PerMember>(
  store: MetricsStore<RequestMetric | Name>,
  perMember: Name,
  { atMs, arrival, model, inService }: Invocation,
): void {
  const broken = arrival.outcome === 'rejected' || arrival.failed === true;
  store.add('Invocations', atMs, 1);
  store.add(perMember, atMs, 1 / Math.max(1, inService));
  // One sample per request, so that an error metric's average is the error rate.
  store.add('Invocation4XXErrors', atMs, !broken && model === 'client-error' ? 1 : 0);
  store.add('Invocation5XXErrors', atMs, broken ? 1 : 0);
  store.add('InvocationModelErrors', atMs, broken || model !== 'ok' ? 1 : 0);
  if (arrival.outcome === 'rejected') return;
  store.add('ModelLatency', arrival.completeMs, (arrival.completeMs - atMs) * 1000);
}
