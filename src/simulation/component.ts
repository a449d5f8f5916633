/**
 * An inference component: copies of a model, which the fleet's members then are, on the instances below
 * them, with the metrics that CloudWatch keeps by the component's name.
 */
import type { ComponentInstances } from './component-instances.ts';
import type { ComponentSettings } from './component-settings.ts';
import type { Fleet } from './fleet.ts';
import { componentDimensions } from './identity.ts';
import { type Invocation, recordInvocation } from './invocation-metrics.ts';
import { COMPONENT_METRICS, type ComponentMetric } from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';
import { RollingUpdate } from './rolling-update.ts';
import type { TrackingEffect } from './tracking-model.ts';

export interface ComponentParts {
  readonly settings: ComponentSettings;
  readonly instances: ComponentInstances;
  readonly fleet: Fleet;
  /** Of the endpoint's stores; the dimensions are the component's own. */
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
    this.store = new MetricsStore(COMPONENT_METRICS, {
      ...store,
      dimensions: componentDimensions(settings.name),
    });
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

  /** @param inService copies in service when the request arrived */
  record(invocation: Invocation, inService: number): void {
    recordInvocation(this.store, invocation);
    this.store.add('InvocationsPerCopy', invocation.atMs, 1 / inService);
  }

  /** The same, as of the instance below the copy. */
  onInstance({ arrival, ...invocation }: Invocation): Invocation {
    const instanceId = this.instances.instanceOf(arrival.instanceId) ?? arrival.instanceId;
    return { ...invocation, arrival: { ...arrival, instanceId } };
  }
}
