/**
 * A rolling update of an inference component: one copy after the other is replaced, and each new one
 * serves beside the old one for a while. The count passes above the desired one and back, and no policy
 * had a part in it.
 *
 *     old  ████████████
 *     new       ░░░░████████████    ░ starting
 *                   └──┘ one copy more than desired
 *
 * Source: "Use rolling deployments", AWS documentation; batches of one copy are assumed.
 */
import type { Fleet } from './fleet.ts';
import type { FleetEffect } from './fleet-effects.ts';

type Phase =
  | { readonly kind: 'planned' | 'starting' }
  | { readonly kind: 'overlapping'; readonly untilMs: number }
  | { readonly kind: 'stopping' | 'done' };

export interface RollingUpdateOptions {
  readonly fleet: Fleet;
  readonly atMs: number;
  /** When the last change of the copy count ended. */
  readonly settledAtMs: () => number;
  /** How long it takes, unless the copies take longer. */
  readonly durationMs: number;
  readonly copyStartMs: number;
}

/** Of a copy's share of the update, at least this much is overlap. */
const LEAST_OVERLAP = 0.25;

export class RollingUpdate {
  readonly #options: RollingUpdateOptions;
  #phase: Phase = { kind: 'planned' };
  #copies = 0;
  #left = 0;

  constructor(options: RollingUpdateOptions) {
    this.#options = options;
  }

  /** When `advance` has something to do by itself; copies that start and stop call it, too. */
  get nextDueMs(): number {
    const { fleet, atMs, settledAtMs } = this.#options;
    if (this.#phase.kind === 'overlapping') return this.#phase.untilMs;
    // An update does not begin during a change of the count.
    const begins = this.#phase.kind === 'planned' && fleet.status === 'InService';
    return begins ? Math.max(atMs, settledAtMs()) : Number.POSITIVE_INFINITY;
  }

  advance(nowMs: number): FleetEffect[] {
    const { fleet } = this.#options;
    switch (this.#phase.kind) {
      case 'planned': {
        if (this.nextDueMs > nowMs) return [];
        this.#copies = fleet.desired;
        this.#left = fleet.desired;
        if (this.#left > 0) fleet.beginUpdate();
        return this.#next(nowMs);
      }
      case 'starting':
        if (fleet.inService > fleet.desired) {
          this.#phase = { kind: 'overlapping', untilMs: nowMs + this.#overlapMs };
        }
        return [];
      case 'overlapping': {
        if (this.#phase.untilMs > nowMs) return [];
        this.#phase = { kind: 'stopping' };
        this.#left -= 1;
        fleet.retireOldest(nowMs);
        return [];
      }
      case 'stopping':
        return fleet.isChanging ? [] : this.#next(nowMs);
      case 'done':
        return [];
    }
  }

  get #overlapMs(): number {
    const { durationMs, copyStartMs } = this.#options;
    const shareMs = durationMs / this.#copies;
    return Math.max(shareMs - copyStartMs, LEAST_OVERLAP * shareMs);
  }

  #next(nowMs: number): FleetEffect[] {
    const { fleet } = this.#options;
    if (this.#left > 0) {
      this.#phase = { kind: 'starting' };
      return fleet.addBeside(nowMs);
    }
    this.#phase = { kind: 'done' };
    return fleet.endUpdate(nowMs);
  }
}
