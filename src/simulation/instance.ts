/**
 * Simulates one instance: c slots and one first-in-first-out queue.
 *
 * With FIFO order and no pre-emption, a request's whole future is known when it arrives: it starts as
 * soon as a slot is free and ends one service time later. No event loop is needed, only the time at
 * which each slot becomes free and the start times of the queued requests.
 *
 *     slot 0  ████████──██████
 *     slot 1  ────██████████──────   the next request starts where the shortest bar ends
 */
import { type FaultWindow, finishOf } from './faults.ts';
import type { InstanceSettings, PoolSettings } from './settings.ts';

export interface Served {
  readonly startMs: number;
  readonly completeMs: number;
}

/** What an endpoint of a single type has: a pool without an end. */
export const ONE_TYPE: PoolSettings = {
  instanceType: undefined,
  priority: 1,
  speed: 1,
  available: Number.POSITIVE_INFINITY,
  waitMs: 0,
};

/** What makes one instance differ. */
export interface InstanceFaults {
  /** Of its pool's speed, too. */
  readonly slowFactor: number;
  readonly stall: FaultWindow | undefined;
}

export class Instance {
  readonly id: number;
  readonly inServiceSinceMs: number;
  readonly pool: PoolSettings;
  readonly #settings: InstanceSettings;
  readonly #faults: InstanceFaults;
  readonly #freeAtMs: Float64Array;
  /** Start times of queued requests, oldest at `#head`: a ring of at most `queue` entries. */
  readonly #startsMs: Float64Array;
  #head = 0;
  #waiting = 0;
  #lastCompleteMs = Number.NEGATIVE_INFINITY;

  /** @param inServiceSinceMs `-Infinity` for an instance that is already warm */
  constructor(
    id: number,
    settings: InstanceSettings,
    inServiceSinceMs: number,
    faults: InstanceFaults = { slowFactor: 1, stall: undefined },
    pool: PoolSettings = ONE_TYPE,
  ) {
    this.id = id;
    this.pool = pool;
    this.inServiceSinceMs = inServiceSinceMs;
    this.#settings = settings;
    this.#faults = faults;
    this.#freeAtMs = new Float64Array(settings.concurrency).fill(Number.NEGATIVE_INFINITY);
    this.#startsMs = new Float64Array(settings.queue);
  }

  /** SageMaker counts an instance as in service before it sends requests to it. */
  get takesTrafficFromMs(): number {
    return this.inServiceSinceMs + this.#settings.trafficDelayMs;
  }

  /** When the last accepted request ends; `-Infinity` before the first. */
  get lastCompleteMs(): number {
    return this.#lastCompleteMs;
  }

  /** Requests accepted but not started at `nowMs`. */
  waiting(nowMs: number): number {
    while (this.#waiting > 0 && this.#startsMs[this.#head]! <= nowMs) {
      this.#head = (this.#head + 1) % this.#startsMs.length;
      this.#waiting -= 1;
    }
    return this.#waiting;
  }

  /** Requests accepted but not complete at `nowMs`: busy slots and queued requests. */
  outstanding(nowMs: number): number {
    let busy = 0;
    for (const freeAt of this.#freeAtMs) if (freeAt > nowMs) busy += 1;
    return busy + this.waiting(nowMs);
  }

  /**
   * Accepts a request, or returns undefined when its queue is full.
   *
   * @param nowMs not before that of an earlier call
   * @param serviceMs service time on a warm instance
   */
  accept(nowMs: number, serviceMs: number): Served | undefined {
    let slot = 0;
    for (let i = 1; i < this.#freeAtMs.length; i++) {
      if (this.#freeAtMs[i]! < this.#freeAtMs[slot]!) slot = i;
    }
    const startMs = Math.max(nowMs, this.#freeAtMs[slot]!);
    if (startMs > nowMs) {
      const waiting = this.waiting(nowMs);
      if (waiting >= this.#startsMs.length) return undefined;
      this.#startsMs[(this.#head + waiting) % this.#startsMs.length] = startMs;
      this.#waiting += 1;
    }
    const warmAtMs = this.takesTrafficFromMs + this.#settings.warmUpMs;
    const factor = startMs < warmAtMs ? this.#settings.warmUpFactor : 1;
    const { slowFactor, stall } = this.#faults;
    const completeMs = finishOf(startMs, serviceMs * factor * slowFactor, stall);
    this.#freeAtMs[slot] = completeMs;
    if (completeMs > this.#lastCompleteMs) this.#lastCompleteMs = completeMs;
    return { startMs, completeMs };
  }
}
