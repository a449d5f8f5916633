/** Decides per call how an AWS API misbehaves; seeded, so that runs are repeatable. Pure. */
import type { ApiFaultSettings } from '../simulation/faults.ts';
import { DatapointFaults } from './datapoint-faults.ts';

/** The fault injected into a call; `none` is a normal response. */
export type CallFault = 'none' | 'denied' | 'throttled' | 'failed' | 'hung' | 'malformed';

/** A call gets at most one of these. */
const SHARES = [
  ['throttled', 'throttledShare'],
  ['failed', 'failedShare'],
  ['hung', 'hungShare'],
  ['malformed', 'malformedShare'],
] as const;

export class ApiFaults {
  readonly #settings: ApiFaultSettings;
  readonly #startMs: number;
  readonly #chance: () => number;

  /** @param chance returns a number in [0, 1) */
  constructor(settings: ApiFaultSettings, startMs: number, chance: () => number) {
    this.#settings = settings;
    this.#startMs = startMs;
    this.#chance = chance;
  }

  /** Call once per API call. */
  next(operation: string, nowMs: number): CallFault {
    if (!this.#active(nowMs)) return 'none';
    if (this.#settings.denied.includes(operation)) return 'denied';
    const drawn = this.#chance();
    let upTo = 0;
    for (const [fault, share] of SHARES) {
      upTo += this.#settings[share];
      if (drawn < upTo) return fault;
    }
    return 'none';
  }

  /** The faults in one call's datapoints; undefined for none. */
  datapoints(nowMs: number): DatapointFaults | undefined {
    const { partialShare, revisedShare, unordered } = this.#settings;
    const any = partialShare > 0 || revisedShare > 0 || unordered;
    if (!any || !this.#active(nowMs)) return undefined;
    const partial = this.#chance() < partialShare;
    return new DatapointFaults({ partial, revisedShare, unordered }, this.#chance);
  }

  #active(nowMs: number): boolean {
    const sinceStartMs = nowMs - this.#startMs;
    return sinceStartMs >= this.#settings.fromMs && sinceStartMs < this.#settings.toMs;
  }
}
