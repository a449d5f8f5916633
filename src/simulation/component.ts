/**
 * An inference component: copies of a model, which the fleet's members then are, on the instances below
 * them, with the metrics that CloudWatch keeps by the component's name.
 */
import type { ComponentInstances } from './component-instances.ts';
import type { ComponentSettings } from './component-settings.ts';
import type { Fleet } from './fleet.ts';
import { type Invocation, recordRequest } from './invocation-metrics.ts';
import { COMPONENT_METRICS, type ComponentMetric } from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';
import { RollingUpdate } from './rolling-update.ts';
import type { TrackingEffect } from './tracking-model.ts';

export interface ComponentParts {
  readonly settings: ComponentSettings;
  readonly instances: ComponentInstances;
  readonly fleet: Fleet;
  readonly store: StoreSettings;
}

export class InferenceComponent {
  readonly settings: ComponentSettings;
  readonly instances: ComponentInstances;
  readonly store: MetricsStore<ComponentMetric>;
  /** When the component last started or finished a change. */
  changedAtMs: number;
  readonly #fleet: Fleet;
  readonly #update: RollingUpdate | undefined;

  constructor({ settings, instances, fleet, store }: ComponentParts) {
    this.settings = settings;
    this.instances = instances;
    this.changedAtMs = store.startMs;
    this.store = new MetricsStore(COMPONENT_METRICS, store);
    this.#fleet = fleet;
    const { update, copyStartMs } = settings;
    this.#update =
      update &&
      new RollingUpdate({
        fleet,
        atMs: store.startMs + update.atMs,
        settledAtMs: () => this.changedAtMs,
        durationMs: update.durationMs,
        copyStartMs,
      });
  }

  get nextDueMs(): number {
    return Math.min(
      this.#fleet.nextDueMs,
      this.instances.nextDueMs,
      this.#update?.nextDueMs ?? Number.POSITIVE_INFINITY,
    );
  }

  /** Runs what is due on both layers: an instance before the copies that waited for it. */
  advance(nowMs: number): TrackingEffect[] {
    this.instances.advance(nowMs);
    const below = this.takeInstanceEffects();
    const copies = this.#fleet.advance(nowMs);
    const updated = this.#update?.advance(nowMs) ?? [];
    return [
      ...below,
      ...[...copies, ...updated].map((effect) => ({ kind: 'fleet', effect }) as const),
    ];
  }

  /** What copies that came or went since made of the instances. */
  takeInstanceEffects(): TrackingEffect[] {
    return this.instances.takeEffects().map((effect) => ({ kind: 'instances', effect }));
  }

  /** Whether there is no copy to send a request to; counts the one refused. */
  refuses(nowMs: number): boolean {
    if (this.#fleet.inService > 0) return false;
    this.store.add('NoCapacityInvocationFailures', nowMs, 1);
    return true;
  }

  record(invocation: Invocation): void {
    recordRequest(this.store, 'InvocationsPerCopy', invocation);
  }
}
