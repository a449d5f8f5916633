/**
 * The instances below an inference component's copies: SageMaker adds one where a copy finds no room,
 * and takes one away that has held no copy for a while.
 *
 *     instance 1  [copy 1][copy 2]
 *     instance 2  [copy 3][      ]   room for one more; the next but one waits for instance 3
 *
 * Assumed: a copy goes to the fullest instance that has room, and instances are not rebalanced.
 */
import type { ComponentSettings } from './component-settings.ts';

/** Where a fleet's members run, if they are not machines of their own. */
export interface Hosting {
  /** Finds room for a member. @returns when it comes into service; Infinity where there is no room */
  place(memberId: number, nowMs: number): number;
  /** The member has stopped. */
  release(memberId: number, nowMs: number): void;
}

/** Counts are of instances, right after the effect. */
export interface InstancesEffect {
  readonly type: 'instances-wanted' | 'instances-in-service';
  readonly atMs: number;
  readonly inService: number;
  readonly desired: number;
  /** Numbers of those that came into service, or were taken away, with it. */
  readonly came: readonly number[];
  readonly left: readonly number[];
}

interface Host {
  readonly id: number;
  readonly inServiceFromMs: number;
  inService: boolean;
  readonly copies: Set<number>;
  /** When it last became empty. */
  emptyFromMs: number;
}

export class ComponentInstances implements Hosting {
  readonly #settings: ComponentSettings;
  /** Oldest first. */
  readonly #hosts: Host[] = [];
  #effects: InstancesEffect[] = [];
  #nextId = 1;

  constructor(settings: ComponentSettings, startMs: number) {
    this.#settings = settings;
    for (let i = 0; i < settings.initialInstances; i++) {
      this.#hosts.push(this.#launch(startMs, true));
    }
  }

  get inService(): number {
    return this.ids.length;
  }

  /** Numbers of those in service, oldest first. */
  get ids(): readonly number[] {
    return this.#hosts.filter(({ inService }) => inService).map(({ id }) => id);
  }

  get desired(): number {
    return this.#hosts.length;
  }

  /** Assumed as it is without components: Updating while instances come. */
  get status(): 'InService' | 'Updating' {
    return this.inService === this.desired ? 'InService' : 'Updating';
  }

  /** The number of the instance that holds a copy; undefined for a copy without room. */
  instanceOf(copyId: number): number | undefined {
    return this.#hosts.find(({ copies }) => copies.has(copyId))?.id;
  }

  place(copyId: number, nowMs: number): number {
    const host = this.#withRoom() ?? this.#add(nowMs);
    if (!host) return Number.POSITIVE_INFINITY;
    host.copies.add(copyId);
    return Math.max(nowMs, host.inServiceFromMs) + this.#settings.copyStartMs;
  }

  release(copyId: number, nowMs: number): void {
    const host = this.#hosts.find(({ copies }) => copies.delete(copyId));
    if (host?.copies.size === 0) host.emptyFromMs = nowMs;
  }

  /** When an instance comes into service or has been empty for long enough. */
  get nextDueMs(): number {
    let dueMs = Number.POSITIVE_INFINITY;
    for (const host of this.#hosts) dueMs = Math.min(dueMs, this.#dueMsOf(host));
    return dueMs;
  }

  /** Brings instances into service and takes empty ones away, up to and including `nowMs`. */
  advance(nowMs: number): void {
    for (let atMs = this.nextDueMs; atMs <= nowMs; atMs = this.nextDueMs) {
      const came: number[] = [];
      const left: number[] = [];
      // One by one: the last one that leaves may be the last that may.
      for (let host = this.#dueAt(atMs); host; host = this.#dueAt(atMs)) {
        if (host.inService) this.#hosts.splice(this.#hosts.indexOf(host), 1);
        (host.inService ? left : came).push(host.id);
        host.inService = true;
      }
      if (left.length > 0) this.#tell('instances-wanted', atMs);
      this.#tell('instances-in-service', atMs, { came, left });
    }
  }

  /** What has happened since it was last asked for, oldest first. */
  takeEffects(): readonly InstancesEffect[] {
    return this.#effects.splice(0);
  }

  #dueAt(atMs: number): Host | undefined {
    return this.#hosts.findLast((host) => this.#dueMsOf(host) === atMs);
  }

  #dueMsOf({ inService, inServiceFromMs, copies, emptyFromMs }: Host): number {
    if (!inService) return inServiceFromMs;
    const stays = copies.size > 0 || this.desired <= this.#settings.minInstances;
    return stays ? Number.POSITIVE_INFINITY : emptyFromMs + this.#settings.instanceIdleMs;
  }

  /** In service rather than on its way, then the fullest, then the oldest. */
  #withRoom(): Host | undefined {
    const { copiesPerInstance } = this.#settings;
    return this.#hosts
      .filter(({ copies }) => copies.size < copiesPerInstance)
      .toSorted(
        (a, b) => Number(b.inService) - Number(a.inService) || b.copies.size - a.copies.size,
      )[0];
  }

  #add(nowMs: number): Host | undefined {
    if (this.desired >= this.#settings.maxInstances) return undefined;
    const host = this.#launch(nowMs + this.#settings.instanceStartMs, false);
    this.#hosts.push(host);
    this.#tell('instances-wanted', nowMs);
    return host;
  }

  #launch(inServiceFromMs: number, inService: boolean): Host {
    const id = this.#nextId++;
    return { id, inServiceFromMs, inService, copies: new Set(), emptyFromMs: inServiceFromMs };
  }

  #tell(
    type: InstancesEffect['type'],
    atMs: number,
    { came = [], left = [] }: { came?: readonly number[]; left?: readonly number[] } = {},
  ): void {
    const { inService, desired } = this;
    const before = this.#effects.at(-1);
    // Several at one time are one change of the count.
    if (before?.type === 'instances-wanted' && type === before.type && before.atMs === atMs) {
      this.#effects.pop();
    }
    this.#effects.push({ type, atMs, inService, desired, came, left });
  }
}
