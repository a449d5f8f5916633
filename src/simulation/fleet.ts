/**
 * Simulates the instances behind one variant: routing, provisioning, draining and endpoint status.
 *
 * Pure: takes the time as an argument and randomness as a function, and returns what happened as
 * effects. `arrive` resolves a request immediately (see instance.ts), so a fleet works both behind a
 * real-time server and in virtual time.
 */
import { type FleetFaults, HEALTHY } from './faults.ts';
import { Instance } from './instance.ts';
import type { FleetSettings } from './settings.ts';

export type Arrival =
  | {
      readonly outcome: 'served';
      readonly startMs: number;
      readonly completeMs: number;
      readonly instanceId: number;
      /** The container fails the request. */
      readonly failed?: true;
      /** The instance serves a different model, with swapped labels. */
      readonly swapped?: true;
      /** The instance serves an older version of the model. */
      readonly stale?: true;
    }
  /** The chosen instance's queue was full; `instanceId` is -1 when no instance was chosen. */
  | {
      readonly outcome: 'rejected';
      readonly instanceId: number;
      /** Refused because the endpoint is Updating. */
      readonly updating?: true;
    };

export type FleetEffect = {
  /** `settled`: the endpoint is InService again; `abandoned`: so, but at the old count. */
  readonly type:
    | 'desired-changed'
    | 'provisioning-started'
    | 'in-service'
    | 'taking-traffic'
    | 'instance-stopped'
    | 'settled'
    | 'abandoned';
  readonly atMs: number;
  /** Instances in service after the effect. */
  readonly inService: number;
  /** Absent when the effect concerns the whole endpoint. */
  readonly instanceId?: number;
};

/** Injected randomness: `uniform` and `fault` are in [0, 1), `serviceMs` is a positive duration. */
export interface Chance {
  uniform(): number;
  /** Decides what fails; drawn only where a fault is possible. */
  fault(): number;
  serviceMs(): number;
}

interface Pending {
  readonly instanceId: number;
  readonly dueMs: number;
}

export class Fleet {
  readonly #settings: FleetSettings;
  readonly #chance: Chance;
  readonly #faults: FleetFaults;
  /** In service, oldest first. */
  readonly #routed: Instance[] = [];
  /** How many of them, from the first, have been sent requests: the newest wait for theirs. */
  #takingTraffic: number;
  /** Ordered by due time: an update's instances all take equally long, and updates do not overlap. */
  #provisioning: Pending[] = [];
  #draining: Pending[] = [];
  /** When SageMaker stops trying to get instances that never come; Infinity while it is not. */
  #abandonsAtMs = Number.POSITIVE_INFINITY;
  #nextId = 1;
  #desired: number;

  constructor(settings: FleetSettings, chance: Chance, faults: FleetFaults = HEALTHY) {
    this.#settings = settings;
    this.#chance = chance;
    this.#faults = faults;
    this.#desired = settings.initialInstances;
    for (let i = 0; i < settings.initialInstances; i++) {
      this.#routed.push(this.#launch(this.#nextId++, Number.NEGATIVE_INFINITY));
    }
    this.#takingTraffic = settings.initialInstances;
  }

  get inService(): number {
    return this.#routed.length;
  }

  /** Numbers of the instances in service, oldest first; 1 is the first launched. */
  get instanceIds(): readonly number[] {
    return this.#routed.map(({ id }) => id);
  }

  get desired(): number {
    return this.#desired;
  }

  /** How many instances requests are sent to. Where all are new, there is nobody else to send them to. */
  get takingTraffic(): number {
    return this.#takingTraffic === 0 ? this.#routed.length : this.#takingTraffic;
  }

  /** Outstanding requests of each instance in service at `nowMs`, including queued ones. */
  outstanding(nowMs: number): number[] {
    return this.#routed.map((instance) => instance.outstanding(nowMs));
  }

  /** As on SageMaker, an endpoint is Updating until all instances have started or stopped. */
  get status(): 'InService' | 'Updating' {
    const underWay = this.#provisioning.length + this.#draining.length;
    return underWay > 0 || this.#abandonsAtMs < Number.POSITIVE_INFINITY ? 'Updating' : 'InService';
  }

  /** When `advance` has something to do; Infinity when no change is in progress. */
  get nextDueMs(): number {
    return Math.min(
      this.#provisioning[0]?.dueMs ?? Number.POSITIVE_INFINITY,
      this.#draining[0]?.dueMs ?? Number.POSITIVE_INFINITY,
      this.#routed[this.#takingTraffic]?.takesTrafficFromMs ?? Number.POSITIVE_INFINITY,
      this.#abandonsAtMs,
    );
  }

  /** Routes one request. @param nowMs not before that of an earlier call */
  arrive(nowMs: number): Arrival {
    if (this.#refusesWhileUpdating()) {
      return { outcome: 'rejected', instanceId: -1, updating: true };
    }
    const instance = this.#route(nowMs);
    if (!instance) return { outcome: 'rejected', instanceId: -1 };
    const served = instance.accept(nowMs, this.#chance.serviceMs());
    if (!served) return { outcome: 'rejected', instanceId: instance.id };
    const { startMs, completeMs } = served;
    const { id: instanceId } = instance;
    const arrival = { outcome: 'served', startMs, completeMs, instanceId } as const;
    if (this.#failsOn(instanceId)) return { ...arrival, failed: true };
    const { swapLabels = false, staleShare = 0 } = this.#badInstance(instanceId) ?? {};
    return {
      ...arrival,
      ...(swapLabels && { swapped: true }),
      ...(staleShare > 0 && { stale: true }),
    };
  }

  /**
   * Changes the desired instance count. Returns undefined during an update: SageMaker refuses to
   * update an endpoint that is Updating.
   */
  setDesired(count: number, nowMs: number): FleetEffect[] | undefined {
    if (this.status === 'Updating') return undefined;
    if (count === this.#desired) return [];
    const inService = Math.min(this.inService, count);
    const effects: FleetEffect[] = [{ type: 'desired-changed', atMs: nowMs, inService }];
    this.#desired = count;
    const { capacityShortageMs } = this.#faults;
    if (capacityShortageMs !== undefined && count > this.inService) {
      this.#abandonsAtMs = nowMs + capacityShortageMs;
      return effects;
    }
    while (this.#routed.length + this.#provisioning.length < count) {
      const instanceId = this.#nextId++;
      const dueMs = nowMs + this.#settings.instance.provisioningMs;
      this.#provisioning.push({ instanceId, dueMs });
      effects.push({ type: 'provisioning-started', atMs: nowMs, inService, instanceId });
    }
    while (this.#routed.length > count) {
      // Removed from routing immediately; it finishes the requests it has accepted before it stops.
      const leaving = this.#routed.pop()!;
      this.#takingTraffic = Math.min(this.#takingTraffic, this.#routed.length);
      this.#draining.push({
        instanceId: leaving.id,
        dueMs: Math.max(nowMs, leaving.lastCompleteMs),
      });
    }
    this.#draining.sort((a, b) => a.dueMs - b.dueMs);
    return effects;
  }

  /** Brings instances into service and stops drained ones, up to and including `nowMs`. */
  advance(nowMs: number): FleetEffect[] {
    if (this.nextDueMs > nowMs) return [];
    if (this.#abandonsAtMs <= nowMs) return this.#abandon();
    const statusBefore = this.status;
    const effects: FleetEffect[] = [];
    let changedAtMs = nowMs;
    const tell = (type: FleetEffect['type'], atMs: number, instanceId: number) =>
      effects.push({ type, atMs, inService: this.inService, instanceId });
    while (this.nextDueMs <= nowMs) {
      const atMs = this.nextDueMs;
      const newest = this.#routed[this.#takingTraffic];
      if (newest?.takesTrafficFromMs === atMs) {
        this.#takingTraffic += 1;
        tell('taking-traffic', atMs, newest.id);
        continue;
      }
      changedAtMs = atMs;
      if (this.#provisioning[0]?.dueMs === atMs) {
        const { instanceId } = this.#provisioning.shift()!;
        this.#routed.push(this.#launch(instanceId, atMs));
        tell('in-service', atMs, instanceId);
      } else {
        tell('instance-stopped', atMs, this.#draining.shift()!.instanceId);
      }
    }
    if (this.status !== statusBefore) {
      effects.push({ type: 'settled', atMs: changedAtMs, inService: this.inService });
    }
    return effects;
  }

  /** Back to what there is, without a word: no FailureReason, no activity that says so. */
  #abandon(): FleetEffect[] {
    const atMs = this.#abandonsAtMs;
    this.#abandonsAtMs = Number.POSITIVE_INFINITY;
    this.#desired = this.inService;
    return [{ type: 'abandoned', atMs, inService: this.inService }];
  }

  #launch(id: number, inServiceSinceMs: number): Instance {
    const { stall } = this.#faults;
    const faults = { slowFactor: this.#badInstance(id)?.slowFactor ?? 1, stall };
    return new Instance(id, this.#settings.instance, inServiceSinceMs, faults);
  }

  #refusesWhileUpdating(): boolean {
    const { errorsWhileUpdating } = this.#faults;
    if (errorsWhileUpdating === 0 || this.status !== 'Updating') return false;
    return this.#chance.fault() < errorsWhileUpdating;
  }

  #failsOn(instanceId: number): boolean {
    const bad = this.#badInstance(instanceId);
    return bad !== undefined && this.#chance.fault() < bad.errorShare;
  }

  #badInstance(instanceId: number) {
    const { badInstance } = this.#faults;
    return badInstance?.ordinal === instanceId ? badInstance : undefined;
  }

  #route(nowMs: number): Instance | undefined {
    const routed = this.#routed;
    const choices = this.takingTraffic;
    if (choices <= 1) return routed[0];
    if (this.#settings.routing === 'random') {
      return routed[Math.floor(this.#chance.uniform() * choices)];
    }
    // Break ties at random: otherwise an idle fleet would use only its first instance.
    let best = routed[0]!;
    let fewest = best.outstanding(nowMs);
    let ties = 1;
    for (let i = 1; i < choices; i++) {
      const candidate = routed[i]!;
      const outstanding = candidate.outstanding(nowMs);
      if (outstanding > fewest) continue;
      ties = outstanding === fewest ? ties + 1 : 1;
      fewest = outstanding;
      if (ties === 1 || this.#chance.uniform() * ties < 1) best = candidate;
    }
    return best;
  }
}
