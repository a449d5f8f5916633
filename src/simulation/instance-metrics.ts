/**
 * Enhanced metrics: what each instance did by itself, under its InstanceId. A stopped instance's metrics
 * stay listed, as CloudWatch lists them for two weeks.
 */
import { type Identity, instanceIdOf } from './identity.ts';
import { type Invocation, recordInvocation } from './invocation-metrics.ts';
import { INSTANCE_METRICS, type InstanceMetric } from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';

/** Stopped instances remembered: more than a run can stop. */
const MAX_STOPPED = 500;

export interface InstanceMetricsOptions {
  readonly identity: Identity;
  /** What all instances have in common. */
  readonly store: StoreSettings;
  /** One instance's slot-time per published period: concurrency times its length. */
  readonly slotTimeMs: number;
  /** Called with each new store. */
  readonly onStore: (store: MetricsStore, nowMs: number) => void;
  /** Called with a store that is forgotten. */
  readonly onForgotten: (store: MetricsStore) => void;
}

export class InstanceMetrics {
  readonly #options: InstanceMetricsOptions;
  /** By the instance's number, oldest first. */
  readonly #stores = new Map<number, MetricsStore<InstanceMetric>>();
  readonly #stopped: number[] = [];

  constructor(options: InstanceMetricsOptions) {
    this.#options = options;
  }

  get stores(): readonly MetricsStore[] {
    return [...this.#stores.values()];
  }

  /** An instance is in service. @param fullCpuPercent its CPUUtilization when fully busy */
  began(number: number, nowMs: number, fullCpuPercent: number): void {
    const { identity, store: common, onStore } = this.#options;
    const InstanceId = { Name: 'InstanceId', Value: instanceIdOf(identity, number) };
    const dimensions = [...common.dimensions, InstanceId];
    const settings = { ...common, dimensions, fullCpuPercent, startMs: nowMs };
    const store = new MetricsStore<InstanceMetric>(INSTANCE_METRICS, settings);
    this.#stores.set(number, store);
    onStore(store, nowMs);
  }

  /** An instance has stopped. */
  stopped(number: number, nowMs: number): void {
    this.#stores.get(number)?.end(nowMs);
    this.#stopped.push(number);
    if (this.#stopped.length <= MAX_STOPPED) return;
    const oldest = this.#stopped.shift()!;
    this.#options.onForgotten(this.#stores.get(oldest)!);
    this.#stores.delete(oldest);
  }

  /** Does nothing for a request that no instance was sent. */
  record(invocation: Invocation): void {
    const { arrival } = invocation;
    const store = this.#stores.get(arrival.instanceId);
    if (!store) return;
    recordInvocation(store, invocation);
    if (arrival.outcome === 'rejected') return;
    const { startMs, completeMs } = arrival;
    store.add('CPUUtilization', startMs, (completeMs - startMs) / this.#options.slotTimeMs);
  }

  addOverhead(number: number, nowMs: number, overheadUs: number): void {
    this.#stores.get(number)?.add('OverheadLatency', nowMs, overheadUs);
  }
}
