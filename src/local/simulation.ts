/**
 * An endpoint under target tracking, in whatever time the caller keeps: fleet, metrics, alarms and
 * autoscaler put together. `tick` lets time pass, `arrive` sends one request.
 *
 * What is due is done in order of its own time, however late `tick` comes, so hours of virtual time
 * take milliseconds and give the same result as real time.
 */
import type { TruthEvent } from '../run/events.ts';
import { type Arrival, type Chance, Fleet } from './fleet.ts';
import type { Identity } from './identity.ts';
import { coresOf } from './instance-type.ts';
import { type ModelStatus, recordInvocation } from './invocation-metrics.ts';
import { MetricsStore } from './metrics-store.ts';
import type { SimulationSettings } from './settings.ts';
import { TargetTracking } from './target-tracking.ts';
import type { TrackingEffect } from './tracking-model.ts';
import { truthOf } from './truth.ts';

export interface SimulationOptions {
  readonly settings: SimulationSettings;
  readonly identity: Identity;
  readonly startMs: number;
  readonly chance: Chance;
  /** A fresh unique name, like a UUID. */
  readonly newId: () => string;
  /** Told what really happened, in order of time. */
  readonly onTruth?: (event: TruthEvent) => void;
}

export class Simulation {
  readonly settings: SimulationSettings;
  readonly identity: Identity;
  readonly startMs: number;
  readonly fleet: Fleet;
  readonly metrics: MetricsStore;
  readonly tracking: TargetTracking;
  readonly #onTruth: (event: TruthEvent) => void;
  /** The period that ends next, and the one that becomes visible next. */
  #closing: number;
  #publishing: number;
  #breaching = false;
  #nextDueMs = 0;
  #changedAtMs: number;

  constructor(options: SimulationOptions) {
    const { settings, startMs } = options;
    this.settings = settings;
    this.identity = options.identity;
    this.startMs = startMs;
    this.#changedAtMs = startMs;
    this.#onTruth = options.onTruth ?? (() => {});
    this.fleet = new Fleet(settings.fleet, options.chance);
    this.metrics = new MetricsStore({
      basePeriodMs: settings.basePeriodMs,
      publishDelayMs: settings.publishDelayMs,
      startMs,
      fullCpuPercent: 100 * coresOf(settings.instanceType),
    });
    this.tracking = new TargetTracking(options.identity, this.fleet, this.metrics, options.newId);
    this.#closing = this.metrics.indexAt(startMs);
    this.#publishing = this.#closing;
    this.#schedule();
  }

  /** Registers the scalable target and the policy of the settings, as from the very start. */
  autoscale(policyName: string): void {
    const { minCapacity, maxCapacity, targetPerPeriod, ...rest } = this.settings.policy;
    const { scaleOutCooldownMs, scaleInCooldownMs, scaleInDisabled } = rest;
    const nobody = { scaleOut: false, scaleIn: false, scheduled: false };
    const bounds = { minCapacity, maxCapacity };
    this.apply(this.tracking.register(bounds, nobody, this.startMs));
    const policy = {
      targetValue: targetPerPeriod,
      scaleOutCooldownMs,
      scaleInCooldownMs,
      scaleInDisabled,
    };
    this.tracking.putPolicy(policyName, policy, this.startMs);
  }

  /** When something happens by itself; call `tick` then. */
  get nextDueMs(): number {
    return this.#nextDueMs;
  }

  /** When the endpoint last started or finished a change. */
  get changedAtMs(): number {
    return this.#changedAtMs;
  }

  /** Does everything due up to and including `nowMs`. */
  tick(nowMs: number): void {
    while (this.#nextDueMs <= nowMs) {
      const dueMs = this.#nextDueMs;
      const effects = this.fleet.advance(dueMs);
      this.apply(effects.map((effect) => ({ kind: 'fleet', effect })));
      if (this.metrics.startOf(this.#closing + 1) <= dueMs) this.#closePeriod();
      if (this.metrics.visibleAtMs(this.#publishing) <= dueMs) {
        this.apply(this.tracking.evaluate(this.#publishing, dueMs));
        this.#publishing += 1;
      }
      this.#schedule();
    }
  }

  /** One request, resolved at once. @param nowMs not before that of an earlier call. */
  arrive(nowMs: number, model: ModelStatus = 'ok'): Arrival {
    if (this.#nextDueMs <= nowMs) this.tick(nowMs);
    const { inService } = this.fleet;
    const arrival = this.fleet.arrive(nowMs);
    const slotTimeMs = this.settings.fleet.instance.concurrency * this.settings.basePeriodMs;
    recordInvocation(this.metrics, { atMs: nowMs, arrival, model, inService, slotTimeMs });
    return arrival;
  }

  /** Time a response took on top of the model's: the stand-in measures its own. */
  addOverhead(nowMs: number, overheadMs: number): void {
    this.metrics.add('OverheadLatency', nowMs, Math.max(0, overheadMs) * 1000);
  }

  /** Takes in what a change led to, here or through the API. */
  apply(effects: readonly TrackingEffect[]): void {
    for (const effect of effects) {
      const event = truthOf(effect, this.fleet);
      if (event) this.#onTruth(event);
      if (effect.kind !== 'fleet') continue;
      const { type, atMs } = effect.effect;
      if (type === 'desired-changed' || type === 'settled') this.#changedAtMs = atMs;
      if (type === 'settled') this.apply(this.tracking.settled(atMs));
    }
    this.#schedule();
  }

  #closePeriod(): void {
    const index = this.#closing++;
    const endMs = this.metrics.startOf(index + 1);
    const value = this.metrics.aggregate('InvocationsPerInstance', index)?.sum ?? 0;
    const target = this.tracking.policy?.targetValue ?? Number.POSITIVE_INFINITY;
    if (value > target && !this.#breaching) {
      const { inService, desired } = this.fleet;
      const detail = `InvocationsPerInstance ${value} > ${target}`;
      this.#onTruth({ type: 'metric-breach', atMs: endMs, inService, desired, detail });
    }
    this.#breaching = value > target;
    this.metrics.forgetBefore(endMs);
  }

  #schedule(): void {
    this.#nextDueMs = Math.min(
      this.fleet.nextDueMs,
      this.metrics.startOf(this.#closing + 1),
      this.metrics.visibleAtMs(this.#publishing),
    );
  }
}
