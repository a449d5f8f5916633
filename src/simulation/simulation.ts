/**
 * Simulates an endpoint under target tracking, in real or virtual time: combines fleet, metrics,
 * alarms and autoscaler. `tick` advances time; `arrive` sends one request.
 *
 * Due events run in the order of their own times, however late `tick` is called, so hours of virtual
 * time take milliseconds and give the same result as real time.
 */
import type { TruthEvent } from '../record/truth-events.ts';
import { Capacity } from './capacity.ts';
import { InferenceComponent } from './component.ts';
import { ComponentInstances } from './component-instances.ts';
import { ConcurrencySampler, type Outstanding } from './concurrency-sampler.ts';
import type { Sample } from './distribution.ts';
import { fleetFaultsOf, startingAt } from './faults.ts';
import { type Arrival, type Chance, Fleet } from './fleet.ts';
import { componentDimensions, type Identity, variantDimensions } from './identity.ts';
import { coresOf } from './instance-type.ts';
import { type ModelStatus, recordInvocation } from './invocation-metrics.ts';
import type { MetricName } from './metric-source.ts';
import { VARIANT_METRICS, type VariantMetric } from './metrics.ts';
import { MetricsStore } from './metrics-store.ts';
import { PeriodClock } from './period-clock.ts';
import { PipelineMetrics } from './pipeline-metrics.ts';
import { mistakenAlarm } from './policy-alarms.ts';
import { Scaling } from './scaling.ts';
import { type ServerlessArrival, ServerlessEndpoint } from './serverless.ts';
import type { SimulationSettings } from './settings.ts';
import { TargetTracking } from './target-tracking.ts';
import { metricPolicyOf, type TrackingEffect } from './tracking-model.ts';
import { BreachWatch, truthOf } from './truth.ts';
import { UserMetrics } from './user-metrics.ts';
import { addWakeUp } from './wake-up.ts';

/** What DescribeEndpoint dates as the last modification. */
const CHANGES_THE_ENDPOINT: ReadonlySet<string> = new Set([
  'desired-changed',
  'settled',
  'abandoned',
]);

export interface SimulationOptions {
  readonly settings: SimulationSettings;
  readonly identity: Identity;
  readonly startMs: number;
  readonly chance: Chance;
  /** An inference pipeline's containers, in order; none without a pipeline. */
  readonly containers?: readonly string[];
  /** Metrics of other resources, such as the services in front of the endpoint. */
  readonly otherStores?: readonly MetricsStore[];
  /**
   * What ConcurrentRequestsPerModel samples; by default the requests that the fleet was sent. Null where
   * nobody reads the metric: it costs most of the events.
   */
  readonly outstanding?: Outstanding | null;
  /** Returns a new unique name, like a UUID. */
  readonly newId: () => string;
  /** Receives what really happened, in time order. */
  readonly onTruth?: (event: TruthEvent) => void;
}

export class Simulation {
  readonly settings: SimulationSettings;
  readonly identity: Identity;
  readonly startMs: number;
  /** Instances, or the copies of an inference component. */
  readonly fleet: Fleet;
  /** Undefined for an endpoint without. */
  readonly component: InferenceComponent | undefined;
  readonly metrics: MetricsStore<VariantMetric>;
  readonly concurrency: ConcurrencySampler;
  /** Undefined for an endpoint on instances. */
  readonly serverless: ServerlessEndpoint | undefined;
  readonly capacity: Capacity;
  readonly tracking: TargetTracking;
  readonly scaling: Scaling;
  /** Routes nothing: there is one variant. */
  weight = 1;
  /** An inference pipeline's containers, in order; none without a pipeline. */
  readonly containers: readonly string[];
  readonly #onTruth: (event: TruthEvent) => void;
  readonly #pipeline: PipelineMetrics;
  readonly #otherStores: readonly MetricsStore[];
  readonly #clocks: PeriodClock[];
  readonly #userMetrics: UserMetrics;
  readonly #breaches: BreachWatch;
  #nextDueMs = 0;
  #changedAtMs: number;

  constructor(options: SimulationOptions) {
    const { settings, startMs } = options;
    this.settings = settings;
    const { component } = settings;
    this.identity = { ...options.identity, ...(component && { component: component.name }) };
    this.startMs = startMs;
    this.#changedAtMs = startMs;
    this.#onTruth = options.onTruth ?? (() => {});
    const { faults } = settings;
    const fleetFaults = fleetFaultsOf(faults, startMs);
    const instances = component && new ComponentInstances(component, startMs);
    this.fleet = new Fleet(settings.fleet, options.chance, fleetFaults, instances);
    const dimensions = variantDimensions(options.identity);
    const unpublished = faults.unpublishedMetrics;
    const { basePeriodMs, publishDelayMs, zerosWhenIdle } = settings;
    const storeSettings = {
      basePeriodMs,
      publishDelayMs,
      startMs,
      dimensions,
      unpublished,
      lost: faults.lostDatapoints && startingAt(startMs, faults.lostDatapoints),
      zerosWhenIdle,
    };
    this.metrics = new MetricsStore(VARIANT_METRICS, {
      ...storeSettings,
      fullCpuPercent: 100 * coresOf(settings.instanceType),
    });
    const componentStore = component && {
      ...storeSettings,
      dimensions: componentDimensions(component.name),
    };
    this.component =
      instances &&
      new InferenceComponent({
        settings: component,
        instances,
        fleet: this.fleet,
        store: componentStore!,
      });
    this.containers = options.containers ?? [];
    this.#pipeline = new PipelineMetrics(this.containers, storeSettings);
    const { outstanding = (atMs) => this.fleet.outstanding(atMs) } = options;
    this.concurrency = new ConcurrencySampler(
      outstanding,
      {
        ...(componentStore ?? storeSettings),
        basePeriodMs: settings.shortPeriodMs,
        publishDelayMs: settings.shortPublishDelayMs,
      },
      component ? 'ConcurrentRequestsPerCopy' : 'ConcurrentRequestsPerModel',
    );
    this.serverless =
      settings.serverless &&
      new ServerlessEndpoint(settings.serverless, options.chance, storeSettings, fleetFaults.stall);
    this.capacity = new Capacity({
      identity: this.identity,
      fleet: this.fleet,
      newId: options.newId,
      // A component's copies are not instances: its instances keep to the quota.
      quota: {
        instances: component ? Number.POSITIVE_INFINITY : faults.quotaInstances,
        instanceType: settings.instanceType,
      },
      scalingRefusal: faults.scalingRefusal,
      unscalable: faults.unscalable && startingAt(startMs, faults.unscalable),
    });
    this.tracking = new TargetTracking({
      identity: this.identity,
      capacity: this.capacity,
      stores: this.component
        ? {
            InvocationsPerCopy: this.component.store,
            ConcurrentRequestsPerCopy: this.concurrency.store,
          }
        : {
            InvocationsPerInstance: this.metrics,
            ConcurrentRequestsPerModel: this.concurrency.store,
          },
      newId: options.newId,
      scaleInOneByOne: settings.policy.scaleInOneByOne,
      scaleInByTenSeconds: settings.policy.scaleInByTenSeconds,
      holdScaleInMs: faults.holdScaleInMs,
      alarmDatapoints: settings.policy.alarmDatapoints,
      mistakenAlarm: mistakenAlarm(faults.alarmMetric, this.metrics),
    });
    this.scaling = new Scaling({
      capacity: this.capacity,
      tracking: this.tracking,
      stores: () => this.stores,
      mainStore: this.serverless?.store ?? this.metrics,
      newId: options.newId,
    });
    this.#breaches = new BreachWatch(this.tracking, this.fleet);
    this.#otherStores = options.otherStores ?? [];
    this.#userMetrics = new UserMetrics(basePeriodMs, (store, nowMs) =>
      this.#clocks.push(new PeriodClock(store, nowMs)),
    );
    this.#clocks = this.stores.map((store) => new PeriodClock(store, startMs));
    this.#schedule();
  }

  /** Registers the scalable target and the configured policy, effective from the start. */
  autoscale(policyName: string): void {
    const { minCapacity, maxCapacity } = this.settings.policy;
    const scaleOut = this.settings.faults.suspendScaleOut;
    const suspended = { scaleOut, scaleIn: false, scheduled: false };
    this.apply(this.capacity.register({ minCapacity, maxCapacity }, suspended, this.startMs));
    const { component } = this.settings;
    const policy = metricPolicyOf(this.settings.policy, component !== undefined);
    this.tracking.putPolicy(policyName, policy, this.startMs);
    if (!component?.wakeUp) return;
    const { identity, settings } = this;
    const { basePeriodMs } = settings;
    addWakeUp(this.scaling, { identity, component: component.name, basePeriodMs }, this.startMs);
  }

  /** What SageMaker counts as the endpoint's instances. */
  get instances(): Pick<Fleet, 'inService' | 'desired' | 'status'> {
    return this.component?.instances ?? this.fleet;
  }

  /** All that CloudWatch keeps: one store per set of dimensions and period. */
  get stores(): readonly MetricsStore[] {
    const own = this.serverless
      ? [this.serverless.store]
      : [
          this.metrics,
          ...(this.component ? [this.component.store] : []),
          ...this.concurrency.stores,
          ...this.#pipeline.stores,
        ];
    return [...own, ...this.#otherStores, ...this.#userMetrics.stores];
  }

  /** When the next event is due; call `tick` then. */
  get nextDueMs(): number {
    return this.#nextDueMs;
  }

  /** When the endpoint last started or finished a change. */
  get changedAtMs(): number {
    return this.#changedAtMs;
  }

  /** Runs every event due up to and including `nowMs`. */
  tick(nowMs: number): void {
    while (this.#nextDueMs <= nowMs) {
      const dueMs = this.#nextDueMs;
      this.apply(
        this.component?.advance(dueMs) ??
          this.fleet.advance(dueMs).map((effect) => ({ kind: 'fleet', effect })),
      );
      this.concurrency.sample(dueMs);
      this.apply(this.scaling.runSchedules(dueMs));
      for (const clock of this.#clocks) {
        const closed = clock.takeClosed(dueMs);
        if (closed !== undefined) this.#closePeriod(clock.store, closed);
        const published = clock.takePublished(dueMs);
        if (published === undefined) continue;
        this.apply(this.scaling.evaluate(clock.store, published, dueMs));
      }
      this.#schedule();
    }
  }

  /** Sends one request and resolves it immediately. @param nowMs not before that of an earlier call */
  arrive(nowMs: number, model: ModelStatus = 'ok'): Arrival | ServerlessArrival {
    if (this.#nextDueMs <= nowMs) this.tick(nowMs);
    if (this.serverless) return this.serverless.arrive(nowMs, model);
    if (this.component?.refuses(nowMs)) {
      return { outcome: 'rejected', instanceId: -1, noCapacity: true };
    }
    const { inService } = this.fleet;
    const arrival = this.fleet.arrive(nowMs);
    const slotTimeMs = this.settings.fleet.instance.concurrency * this.settings.basePeriodMs;
    const invocation = { atMs: nowMs, arrival, model, inService, slotTimeMs };
    this.component?.record(invocation);
    const copies = this.component?.settings.copiesPerInstance ?? 1;
    recordInvocation(this.metrics, {
      ...invocation,
      inService: this.instances.inService,
      slotTimeMs: slotTimeMs * copies,
    });
    if (arrival.outcome === 'served') this.#pipeline.record(arrival);
    return arrival;
  }

  /** Records the time a response took on top of the model's; the stand-in measures its own. */
  addOverhead(nowMs: number, overheadMs: number): void {
    const store = this.serverless?.store ?? this.metrics;
    store.add('OverheadLatency', nowMs, Math.max(0, overheadMs) * 1000);
    this.component?.store.add('OverheadLatency', nowMs, Math.max(0, overheadMs) * 1000);
  }

  /** Adds samples to a metric of a user's own. @returns false when there are too many such metrics */
  putMetric(name: MetricName, atMs: number, samples: readonly Sample[], nowMs: number): boolean {
    const isKept = this.#userMetrics.put(name, atMs, samples, nowMs);
    this.#schedule();
    return isKept;
  }

  /** Applies the effects of a change, whether made here or through the API. */
  apply(effects: readonly TrackingEffect[]): void {
    for (const effect of effects) {
      const event = truthOf(effect, this.fleet);
      if (event) this.#onTruth(event);
      if (effect.kind === 'instances') this.#changedAtMs = effect.effect.atMs;
      if (effect.kind !== 'fleet') continue;
      const { type, atMs } = effect.effect;
      if (CHANGES_THE_ENDPOINT.has(type)) this.#changed(atMs);
      if (type === 'abandoned') this.capacity.abandoned();
      if (type === 'settled') this.apply(this.capacity.settled(atMs));
    }
    const below = this.component?.takeInstanceEffects() ?? [];
    if (below.length > 0) this.apply(below);
    this.#schedule();
  }

  #changed(atMs: number): void {
    if (this.component) this.component.changedAtMs = atMs;
    else this.#changedAtMs = atMs;
  }

  #closePeriod(store: MetricsStore, index: number): void {
    store.forgetBefore(store.startOf(index + 1));
    const breach = this.#breaches.closed(store, index);
    if (breach) this.#onTruth(breach);
  }

  #schedule(): void {
    this.#nextDueMs = this.serverless
      ? Number.POSITIVE_INFINITY
      : Math.min((this.component ?? this.fleet).nextDueMs, this.concurrency.nextDueMs);
    this.#nextDueMs = Math.min(this.#nextDueMs, this.scaling.nextDueMs);
    for (const { nextDueMs } of this.#clocks) {
      if (nextDueMs < this.#nextDueMs) this.#nextDueMs = nextDueMs;
    }
  }
}
