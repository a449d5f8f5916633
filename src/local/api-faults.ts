/** Decides how an AWS API misbehaves, call by call: seeded, so that it can be repeated. Pure. */
import type { ApiFaultSettings } from '../simulation/faults.ts';
import { DatapointFaults } from './datapoint-faults.ts';

/** What becomes of a call: `none` is an ordinary answer. */
export type CallFault = 'none' | 'denied' | 'throttled' | 'failed' | 'hung' | 'malformed';

/** At most one of them befalls a call. */
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

  /** @param chance in [0, 1) */
  constructor(settings: ApiFaultSettings, startMs: number, chance: () => number) {
    this.#settings = settings;
    this.#startMs = startMs;
    this.#chance = chance;
  }

  /** To be asked once a call. */
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

  /** What is wrong with the datapoints of one call; undefined for nothing. */
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
