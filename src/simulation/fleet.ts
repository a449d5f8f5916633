/**
 * Simulates the instances behind one variant: routing, provisioning, draining and endpoint status.
 *
 * Pure: takes the time as an argument and randomness as a function, and returns what happened as
 * effects. `arrive` resolves a request immediately (see instance.ts), so a fleet works both behind a
 * real-time server and in virtual time.
 */
import type { Hosting } from './component-instances.ts';
import { type FleetFaults, HEALTHY } from './faults.ts';
import type { Arrival, Chance, FleetEffect } from './fleet-effects.ts';
import { InjectedFaults } from './injected-faults.ts';
import type { Instance } from './instance.ts';
import { type Pool, Provisioning, type ProvisioningStep, soonestFirst } from './provisioning.ts';
import { route } from './routing.ts';
import type { FleetSettings } from './settings.ts';

interface Draining {
  readonly instance: Instance;
  readonly atMs: number;
}

export class Fleet {
  readonly #settings: FleetSettings;
  readonly #chance: Chance;
  readonly #injected: InjectedFaults;
  readonly #starved: FleetFaults['starvedInstance'];
  readonly #hosting: Hosting | undefined;
  /** In service, oldest first. */
  readonly #routed: Instance[] = [];
  /** How many of them, from the first, have been sent requests: the newest wait for theirs. */
  #takingTraffic: number;
  readonly #provisioning: Provisioning;
  /** What is to come, in order of time; at Infinity what waits for room. */
  #steps: ProvisioningStep[] = [];
  #draining: Draining[] = [];
  /** Whether the members are being replaced, one after the other. */
  #isRolling = false;
  #nextId = 1;
  #desired: number;

  /** @param hosting what the members run on; without, each is an instance of its own */
  constructor(
    settings: FleetSettings,
    chance: Chance,
    faults: FleetFaults = HEALTHY,
    hosting?: Hosting,
  ) {
    this.#settings = settings;
    this.#chance = chance;
    this.#injected = new InjectedFaults(faults, chance);
    this.#starved = faults.starvedInstance;
    this.#hosting = hosting;
    this.#desired = settings.initialInstances;
    this.#provisioning = new Provisioning(settings, faults.capacityShortageMs, hosting);
    for (const pool of this.#provisioning.initial(settings.initialInstances)) {
      hosting?.place(this.#nextId, Number.NEGATIVE_INFINITY);
      this.#routed.push(this.#launch(this.#nextId++, pool, Number.NEGATIVE_INFINITY));
    }
    this.#takingTraffic = settings.initialInstances;
  }

  get inService(): number {
    return this.#routed.length;
  }

  /** Numbers of the instances in service, oldest first; 1 is the first launched. */
  get ids(): readonly number[] {
    return this.#routed.map(({ id }) => id);
  }

  /** Those in service, oldest first, with their types. */
  get members(): readonly { readonly id: number; readonly instanceType: string | undefined }[] {
    return this.#routed.map(({ id, pool }) => ({ id, instanceType: pool.instanceType }));
  }

  /** How many instances of each type are in service, highest priority first. */
  get countsByType(): readonly { readonly instanceType: string; readonly count: number }[] {
    return this.#provisioning.pools.map(({ instanceType = '' }) => ({
      instanceType,
      count: this.#routed.filter(({ pool }) => pool.instanceType === instanceType).length,
    }));
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
    return this.isChanging || this.#isRolling ? 'Updating' : 'InService';
  }

  /** Whether members are starting or stopping. */
  get isChanging(): boolean {
    return this.#steps.length + this.#draining.length > 0;
  }

  /** Whether its members are copies, which run on instances below them. */
  get isHosted(): boolean {
    return this.#hosting !== undefined;
  }

  /** When `advance` has something to do; Infinity when no change is in progress. */
  get nextDueMs(): number {
    return Math.min(
      this.#steps[0]?.atMs ?? Number.POSITIVE_INFINITY,
      this.#draining[0]?.atMs ?? Number.POSITIVE_INFINITY,
      this.#routed[this.#takingTraffic]?.takesTrafficFromMs ?? Number.POSITIVE_INFINITY,
    );
  }

  /** Routes one request. @param nowMs not before that of an earlier call */
  arrive(nowMs: number): Arrival {
    if (this.#injected.refuses(this.status === 'Updating')) {
      return { outcome: 'rejected', instanceId: -1, updating: true };
    }
    const instance = this.#route(nowMs);
    if (!instance) return { outcome: 'rejected', instanceId: -1 };
    const served = instance.accept(nowMs, this.#chance.serviceMs());
    if (!served) return { outcome: 'rejected', instanceId: instance.id };
    const { startMs, completeMs } = served;
    const { id: instanceId } = instance;
    return this.#injected.on({ outcome: 'served', startMs, completeMs, instanceId });
  }

  /**
   * Changes the desired instance count. Returns undefined during an update: SageMaker refuses to
   * update an endpoint that is Updating.
   */
  setDesired(count: number, nowMs: number): FleetEffect[] | undefined {
    if (this.status === 'Updating' && !this.#onlyWaits()) return undefined;
    const statusBefore = this.status;
    if (count === this.#desired) return [];
    const inService = Math.min(this.inService, count);
    const effects: FleetEffect[] = [{ type: 'desired-changed', atMs: nowMs, inService }];
    this.#desired = count;
    // Only what waits for room can be left over here: nothing else is under way.
    this.#steps.length = Math.min(this.#steps.length, Math.max(0, count - this.#routed.length));
    effects.push(...this.#provision(count - this.#routed.length - this.#steps.length, nowMs));
    while (this.#routed.length > count) this.#drain(this.#leastWanted(), nowMs);
    if (statusBefore === 'Updating' && this.status === 'InService') {
      effects.push({ type: 'settled', atMs: nowMs, inService });
    }
    return effects;
  }

  /** Updating from here to `endUpdate`, whatever the members do. */
  beginUpdate(): void {
    this.#isRolling = true;
  }

  /** Starts one member more than is desired, which will replace the oldest. */
  addBeside(nowMs: number): FleetEffect[] {
    return this.#provision(1, nowMs);
  }

  retireOldest(nowMs: number): void {
    this.#drain(0, nowMs);
  }

  endUpdate(nowMs: number): FleetEffect[] {
    if (!this.#isRolling) return [];
    this.#isRolling = false;
    return [{ type: 'settled', atMs: nowMs, inService: this.inService }];
  }

  /** Brings instances into service and stops drained ones, up to and including `nowMs`. */
  advance(nowMs: number): FleetEffect[] {
    if (this.nextDueMs > nowMs) return [];
    const statusBefore = this.status;
    const effects: FleetEffect[] = [];
    let changedAtMs = nowMs;
    while (this.nextDueMs <= nowMs) {
      const atMs = this.nextDueMs;
      const newest = this.#routed[this.#takingTraffic];
      if (newest?.takesTrafficFromMs === atMs) {
        this.#takingTraffic += 1;
        effects.push(this.#told('taking-traffic', atMs, newest));
        continue;
      }
      changedAtMs = atMs;
      effects.push(
        this.#steps[0]?.atMs === atMs ? this.#take(this.#steps.shift()!) : this.#stop(atMs),
      );
    }
    const isDone = this.status !== statusBefore && effects.at(-1)?.type !== 'abandoned';
    if (isDone) effects.push({ type: 'settled', atMs: changedAtMs, inService: this.inService });
    return effects;
  }

  /** Starts so many more. @returns what happens at once */
  #provision(count: number, nowMs: number): FleetEffect[] {
    if (count <= 0) return [];
    const ids = Array.from({ length: count }, () => this.#nextId++);
    const used = (pool: Pool) => this.#routed.filter((each) => each.pool === pool).length;
    this.#steps.push(...this.#provisioning.steps(ids, used, nowMs));
    this.#steps.sort(soonestFirst);
    const effects: FleetEffect[] = [];
    while (this.#steps[0]?.type === 'started' && this.#steps[0].atMs === nowMs) {
      effects.push(this.#take(this.#steps.shift()!));
    }
    return effects;
  }

  #take(step: ProvisioningStep): FleetEffect {
    const { atMs } = step;
    switch (step.type) {
      case 'started':
        return this.#told('provisioning-started', atMs, step);
      case 'in-service':
        this.#routed.push(this.#launch(step.id, step.pool, atMs));
        return this.#told('in-service', atMs, step);
      case 'pool-exhausted': {
        const { instanceType } = step.pool;
        return { type: 'pool-exhausted', atMs, inService: this.inService, instanceType };
      }
      case 'abandoned':
        // Back to what there is, without a word: no FailureReason, no activity that says so.
        this.#desired = this.inService;
        return { type: 'abandoned', atMs, inService: this.inService };
    }
  }

  /** What has stopped leaves its room to those that wait for some. */
  #stop(atMs: number): FleetEffect {
    const { instance } = this.#draining.shift()!;
    this.#steps = this.#provisioning.afterStop(instance.id, this.#steps, atMs);
    return this.#told('instance-stopped', atMs, instance);
  }

  #told(
    type: FleetEffect['type'],
    atMs: number,
    { id, pool }: Pick<Instance, 'id' | 'pool'>,
  ): FleetEffect {
    const { instanceType } = pool;
    return { type, atMs, inService: this.inService, instanceId: id, instanceType };
  }

  /** Position of the newest of those of lowest priority. */
  #leastWanted(): number {
    const last = this.#routed.reduce((lowest, { pool }) => Math.max(lowest, pool.priority), 0);
    return this.#routed.findLastIndex(({ pool }) => pool.priority === last);
  }

  /** Removed from routing at once, an instance finishes the requests it has accepted before it stops. */
  #drain(index: number, nowMs: number): void {
    const [instance] = this.#routed.splice(index, 1);
    if (index < this.#takingTraffic) this.#takingTraffic -= 1;
    const atMs = Math.max(nowMs, instance!.lastCompleteMs);
    this.#draining.push({ instance: instance!, atMs });
    this.#draining.sort(soonestFirst);
  }

  /** Whether nothing is under way but members without room, of which there may be fewer at any time. */
  #onlyWaits(): boolean {
    const waits = this.#steps.every(({ atMs }) => atMs === Number.POSITIVE_INFINITY);
    return this.#hosting !== undefined && waits && !this.#isRolling && this.#draining.length === 0;
  }

  #launch(id: number, pool: Pool, inServiceSinceMs: number): Instance {
    return this.#injected.launch(id, this.#settings.instance, pool, inServiceSinceMs);
  }

  #route(nowMs: number): Instance | undefined {
    return route(this.#routed, this.takingTraffic, {
      nowMs,
      routing: this.#settings.routing,
      chance: this.#chance,
      starved: this.#starved,
    });
  }
}
