/** What CloudWatch keeps of a variant on instances, and what each of its requests adds to that. */
import { ConcurrencySampler, type Outstanding } from './concurrency-sampler.ts';
import { startingAt } from './faults.ts';
import type { FleetEffect } from './fleet-effects.ts';
import { componentDimensions, type Identity, variantDimensions } from './identity.ts';
import { InstanceMetrics } from './instance-metrics.ts';
import { coresOf } from './instance-type.ts';
import { type Invocation, recordInvocation } from './invocation-metrics.ts';
import {
  INVOCATION_METRICS,
  type InvocationMetric,
  UTILIZATION_METRICS,
  type UtilizationMetric,
} from './metrics.ts';
import { MetricsStore, type StoreSettings } from './metrics-store.ts';
import { PipelineMetrics } from './pipeline-metrics.ts';
import type { SimulationSettings } from './settings.ts';

export interface VariantMetricsOptions {
  readonly settings: SimulationSettings;
  readonly identity: Identity;
  readonly startMs: number;
  /** In service at the start. */
  readonly instances: readonly {
    readonly id: number;
    readonly instanceType?: string | undefined;
  }[];
  /** An inference pipeline's containers, in order; none without a pipeline. */
  readonly containers: readonly string[];
  readonly outstanding: Outstanding | null;
  /** Called with each store that comes later, and with each that is forgotten. */
  readonly onStore: (store: MetricsStore, nowMs: number) => void;
  readonly onForgotten: (store: MetricsStore) => void;
}

export class VariantMetrics {
  readonly invocations: MetricsStore<InvocationMetric>;
  readonly utilization: MetricsStore<UtilizationMetric>;
  readonly concurrency: ConcurrencySampler;
  readonly #pipeline: PipelineMetrics;
  /** Undefined without enhanced metrics. */
  readonly #instances: InstanceMetrics | undefined;
  readonly #slotTimeMs: number;
  readonly #instanceType: string;

  constructor(options: VariantMetricsOptions) {
    const { settings, startMs } = options;
    const { publish, component } = settings;
    const common = commonSettings(options);
    this.#instanceType = settings.instanceType;
    const { concurrency } = settings.fleet.instance;
    // An instance below a component has the slots of all copies it can hold.
    const copies = component?.copiesPerInstance ?? 1;
    this.#slotTimeMs = copies * concurrency * publish.utilization.publishPeriodMs;
    this.invocations = new MetricsStore(INVOCATION_METRICS, { ...common, ...publish.invocations });
    this.utilization = new MetricsStore(UTILIZATION_METRICS, {
      ...common,
      ...publish.utilization,
      fullCpuPercent: fullCpuOf(settings.instanceType),
    });
    this.#pipeline = new PipelineMetrics(options.containers, { ...common, ...publish.invocations });
    this.concurrency = new ConcurrencySampler(
      options.outstanding,
      {
        ...common,
        ...publish.concurrency,
        ...(component && { dimensions: componentDimensions(component.name) }),
      },
      component ? 'ConcurrentRequestsPerCopy' : 'ConcurrentRequestsPerModel',
    );
    this.#instances = settings.metricsConfig?.enhanced
      ? new InstanceMetrics({
          identity: options.identity,
          store: { ...common, ...publish.invocations },
          slotTimeMs: this.#slotTimeMs,
          onStore: options.onStore,
          onForgotten: options.onForgotten,
        })
      : undefined;
    for (const { id, instanceType } of options.instances) this.#began(id, instanceType, startMs);
  }

  get stores(): readonly MetricsStore[] {
    return [
      this.invocations,
      this.utilization,
      ...this.concurrency.stores,
      ...this.#pipeline.stores,
      ...(this.#instances?.stores ?? []),
    ];
  }

  /** @param inService instances in service when the request arrived */
  record(invocation: Invocation, inService: number): void {
    const { atMs, arrival } = invocation;
    const perInstance = 1 / Math.max(1, inService);
    recordInvocation(this.invocations, invocation);
    this.invocations.add('InvocationsPerInstance', atMs, perInstance);
    this.#instances?.record(invocation);
    if (arrival.outcome === 'rejected') return;
    const { startMs, completeMs } = arrival;
    const share = ((completeMs - startMs) / this.#slotTimeMs) * perInstance;
    this.utilization.add('CPUUtilization', startMs, share);
    this.#pipeline.record(arrival);
  }

  addOverhead(nowMs: number, overheadUs: number, instanceId: number): void {
    this.invocations.add('OverheadLatency', nowMs, overheadUs);
    this.#instances?.addOverhead(instanceId, nowMs, overheadUs);
  }

  /** Instances' metrics begin and end with them. */
  follow({ type, instanceId, instanceType, atMs }: Omit<FleetEffect, 'inService'>): void {
    if (instanceId === undefined) return;
    if (type === 'in-service') this.#began(instanceId, instanceType, atMs);
    if (type === 'instance-stopped') this.#instances?.stopped(instanceId, atMs);
  }

  #began(number: number, instanceType = this.#instanceType, nowMs: number): void {
    this.#instances?.began(number, nowMs, fullCpuOf(instanceType));
  }
}

/** CPUUtilization counts each core as 100 %. */
const fullCpuOf = (instanceType: string) => 100 * coresOf(instanceType);

/** What all stores of an endpoint have in common: published every minute unless told otherwise. */
export function commonSettings({
  settings,
  identity,
  startMs,
}: Pick<VariantMetricsOptions, 'settings' | 'identity' | 'startMs'>): StoreSettings {
  const { basePeriodMs, publishDelayMs, zerosWhenIdle, faults } = settings;
  return {
    basePeriodMs,
    publishDelayMs,
    startMs,
    dimensions: variantDimensions(identity),
    unpublished: faults.unpublishedMetrics,
    lost: faults.lostDatapoints && startingAt(startMs, faults.lostDatapoints),
    zerosWhenIdle,
  };
}
