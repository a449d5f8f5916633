/**
 * Simulates an endpoint under target tracking, in real or virtual time: combines fleet, metrics,
 * alarms and autoscaler. `tick` advances time; `arrive` sends one request.
 *
 * Due events run in the order of their own times, however late `tick` is called, so hours of virtual
 * time take milliseconds and give the same result as real time.
 */
import type { TruthEvent } from '../record/truth-events.ts';
import type { Capacity } from './capacity.ts';
import { InferenceComponent } from './component.ts';
import { ComponentInstances, type InstancesEffect } from './component-instances.ts';
import type { ConcurrencySampler, Outstanding } from './concurrency-sampler.ts';
import { putConfigured } from './configured-scaling.ts';
import type { Sample } from './distribution.ts';
import { fleetFaultsOf } from './faults.ts';
import { Fleet } from './fleet.ts';
import type { Arrival, Chance } from './fleet-effects.ts';
import type { Identity } from './identity.ts';
import type { ModelStatus } from './invocation-metrics.ts';
import type { MetricName } from './metric-source.ts';
import type { InvocationMetric } from './metrics.ts';
import type { MetricsStore } from './metrics-store.ts';
import { PeriodClock } from './period-clock.ts';
import type { Scaling } from './scaling.ts';
import { createScaling } from './scaling-parts.ts';
import { ScalingReports } from './scaling-reports.ts';
import { type ServerlessArrival, ServerlessEndpoint } from './serverless.ts';
import type { SimulationSettings } from './settings.ts';
import type { TargetTracking } from './target-tracking.ts';
import type { TrackingEffect } from './tracking-model.ts';
import { BreachWatch, truthOf } from './truth.ts';
import { UserMetrics } from './user-metrics.ts';
import { commonSettings, VariantMetrics } from './variant-metrics.ts';

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
  /** Undefined for an endpoint on instances. */
  readonly serverless: ServerlessEndpoint | undefined;
  readonly capacity: Capacity;
  readonly tracking: TargetTracking;
  readonly scaling: Scaling;
  /** Undefined without detailed observability. */
  readonly reports: ScalingReports | undefined;
  /** Routes nothing: there is one variant. */
  weight = 1;
  /** An inference pipeline's containers, in order; none without a pipeline. */
  readonly containers: readonly string[];
  readonly #onTruth: (event: TruthEvent) => void;
  readonly #variant: VariantMetrics;
  readonly #otherStores: readonly MetricsStore[];
  #clocks: PeriodClock[] = [];
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
    this.component =
      instances &&
      new InferenceComponent({
        settings: component,
        instances,
        fleet: this.fleet,
        store: { ...commonSettings(options), ...settings.publish.invocations },
        utilization: settings.publish.utilization,
        concurrency: settings.fleet.instance.concurrency,
      });
    const { metricsConfig } = settings;
    this.reports = metricsConfig?.detailedObservability
      ? new ScalingReports(options.identity, {
          startMs,
          publishMs: metricsConfig.publishMs,
          count: this.instances.inService,
        })
      : undefined;
    this.containers = options.containers ?? [];
    const { outstanding = (atMs) => this.fleet.outstanding(atMs) } = options;
    this.#variant = new VariantMetrics({
      settings,
      identity: options.identity,
      startMs,
      instances: this.component?.instances.ids.map((id) => ({ id })) ?? this.fleet.members,
      containers: this.containers,
      outstanding,
      onStore: (store, nowMs) => this.#clocks.push(new PeriodClock(store, nowMs)),
      onForgotten: (store) => {
        this.#clocks = this.#clocks.filter((clock) => clock.store !== store);
      },
    });
    this.serverless =
      settings.serverless &&
      new ServerlessEndpoint(
        settings.serverless,
        options.chance,
        commonSettings(options),
        fleetFaults.stall,
      );
    const parts = createScaling({
      settings,
      identity: this.identity,
      startMs,
      fleet: this.fleet,
      component: this.component,
      variant: this.#variant,
      mainStore: this.serverless?.store ?? this.metrics,
      stores: () => this.stores,
      newId: options.newId,
    });
    this.capacity = parts.capacity;
    this.tracking = parts.tracking;
    this.scaling = parts.scaling;
    this.#breaches = new BreachWatch(this.tracking, this.fleet);
    this.#otherStores = options.otherStores ?? [];
    this.#userMetrics = new UserMetrics(settings.basePeriodMs, (store, nowMs) =>
      this.#clocks.push(new PeriodClock(store, nowMs)),
    );
    this.#clocks = this.stores.map((store) => new PeriodClock(store, startMs));
    this.#schedule();
  }

  /** Registers the scalable target and what the settings scale it by, effective from the start. */
  autoscale(policyName: string): void {
    const { settings, identity, startMs } = this;
    this.apply(putConfigured(this, { settings, identity, policyName, startMs }));
  }

  /** What SageMaker counts as the endpoint's instances. */
  get instances(): Pick<Fleet, 'inService' | 'desired' | 'status' | 'ids'> {
    return this.component?.instances ?? this.fleet;
  }

  /** The variant's invocation metrics. */
  get metrics(): MetricsStore<InvocationMetric> {
    return this.#variant.invocations;
  }

  get concurrency(): ConcurrencySampler {
    return this.#variant.concurrency;
  }

  /** All that CloudWatch keeps: one store per set of dimensions and period. */
  get stores(): readonly MetricsStore[] {
    const ofComponent = this.component?.stores ?? [];
    const own = this.serverless
      ? [this.serverless.store]
      : [...this.#variant.stores, ...ofComponent];
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
      this.apply(this.capacity.decide(dueMs));
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
    const invocation = { atMs: nowMs, arrival, model };
    this.component?.record(invocation, inService);
    this.#variant.record(
      this.component?.onInstance(invocation) ?? invocation,
      this.instances.inService,
    );
    return arrival;
  }

  /**
   * Records the time a response took on top of the model's; the stand-in measures its own.
   *
   * @param arrival what `arrive` returned for the request
   */
  addOverhead(nowMs: number, overheadMs: number, arrival: Arrival | ServerlessArrival): void {
    const overheadUs = Math.max(0, overheadMs) * 1000;
    if (!('instanceId' in arrival)) {
      this.serverless?.store.add('OverheadLatency', nowMs, overheadUs);
      return;
    }
    this.component?.store.add('OverheadLatency', nowMs, overheadUs);
    const { instanceId } = arrival;
    const host = this.component?.instances.instanceOf(instanceId) ?? instanceId;
    this.#variant.addOverhead(nowMs, overheadUs, host);
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
      if (effect.kind !== 'alarm' && effect.kind !== 'activity') {
        this.reports?.counted(this.instances.inService, effect.effect.atMs);
      }
      if (event) this.#onTruth(event);
      if (effect.kind === 'instances') this.#instancesChanged(effect.effect);
      if (effect.kind !== 'fleet') continue;
      const { type, atMs } = effect.effect;
      this.reports?.follow(effect.effect, this.fleet.desired > this.fleet.inService);
      if (!this.component) this.#variant.follow(effect.effect);
      if (CHANGES_THE_ENDPOINT.has(type)) this.#changed(atMs);
      if (type === 'abandoned') this.capacity.abandoned();
      if (type === 'settled') this.apply(this.capacity.settled(atMs));
    }
    const below = this.component?.takeInstanceEffects() ?? [];
    if (below.length > 0) this.apply(below);
    this.#schedule();
  }

  #instancesChanged({ atMs, came, left }: InstancesEffect): void {
    this.#changedAtMs = atMs;
    for (const instanceId of came) this.#variant.follow({ type: 'in-service', instanceId, atMs });
    for (const instanceId of left) {
      this.#variant.follow({ type: 'instance-stopped', instanceId, atMs });
    }
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
