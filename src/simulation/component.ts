/**
 * An inference component: copies of a model, which the fleet's members then are, on the instances below
 * them, with the metrics that CloudWatch keeps by the component's name.
 */
import type { ComponentInstances } from './component-instances.ts';
import type { ComponentSettings } from './component-settings.ts';
import type { Fleet } from './fleet.ts';
import { componentDimensions } from './identity.ts';
import { type Invocation, recordInvocation } from './invocation-metrics.ts';
import {
  COMPONENT_METRICS,
  COMPONENT_UTILIZATION_METRICS,
  type ComponentMetric,
  type ComponentUtilizationMetric,
} from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';
import { RollingUpdate } from './rolling-update.ts';
import type { PublishTimes } from './settings.ts';
import type { TrackingEffect } from './tracking-model.ts';

export interface ComponentParts {
  readonly settings: ComponentSettings;
  readonly instances: ComponentInstances;
  readonly fleet: Fleet;
  /** Of the endpoint's stores; the dimensions are the component's own. */
  readonly store: StoreSettings;
  readonly utilization: PublishTimes;
  /** One copy's slots. */
  readonly concurrency: number;
}

export class InferenceComponent {
  readonly settings: ComponentSettings;
  readonly instances: ComponentInstances;
  readonly store: MetricsStore<ComponentMetric>;
  readonly utilization: MetricsStore<ComponentUtilizationMetric>;
  /** When the component last started or finished a change. */
  changedAtMs: number;
  readonly #fleet: Fleet;
  /** One copy's slot-time per published period. */
  readonly #slotTimeMs: number;
  readonly #update: RollingUpdate | undefined;

  constructor(parts: ComponentParts) {
    const { settings, instances, fleet, utilization } = parts;
    const store = { ...parts.store, dimensions: componentDimensions(settings.name) };

    this.settings = settings;
    this.instances = instances;
    this.changedAtMs = store.startMs;
    this.store = new MetricsStore(COMPONENT_METRICS, store);
    this.utilization = new MetricsStore(COMPONENT_UTILIZATION_METRICS, {
      ...store,
      ...utilization,
    });
    this.#slotTimeMs = parts.concurrency * utilization.publishPeriodMs;
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
    const { arrival } = invocation;
    if (arrival.outcome === 'rejected') return;
    const busyMs = arrival.completeMs - arrival.startMs;
    const share = busyMs / this.#slotTimeMs / inService;
    this.utilization.add('CPUUtilizationNormalized', arrival.startMs, share);
  }

  get stores(): readonly MetricsStore[] {
    return [this.store, this.utilization];
  }

  /** The same, as of the instance below the copy. */
  onInstance({ arrival, ...invocation }: Invocation): Invocation {
    const instanceId = this.instances.instanceOf(arrival.instanceId) ?? arrival.instanceId;
    return { ...invocation, arrival: { ...arrival, instanceId } };
  }
}
