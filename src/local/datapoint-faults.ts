/** Injects CloudWatch's datapoint faults: too low at first, newer ones missing, arbitrary order. */

/** A too low datapoint starts at this share of its final value. */
const FIRST_SHARE = 0.8;

export interface DatapointFaultSettings {
  /** The newer half is missing from this response. */
  readonly partial: boolean;
  readonly revisedShare: number;
  readonly unordered: boolean;
}

/** The datapoint faults of one call. */
export class DatapointFaults {
  readonly #settings: DatapointFaultSettings;
  readonly #chance: () => number;

  constructor(settings: DatapointFaultSettings, chance: () => number) {
    this.#settings = settings;
    this.#chance = chance;
  }

  /**
   * A value as first reported. Every call affects the same datapoints.
   *
   * @param datapoint `sinceVisible` is how long it has been visible, in periods of its metric
   */
  early(value: number, datapoint: { name: string; startMs: number; sinceVisible: number }): number {
    const { name, startMs, sinceVisible } = datapoint;
    const concerned = place(`${name} ${startMs}`) < this.#settings.revisedShare;
    if (!concerned || sinceVisible >= 1) return value;
    const low = value * FIRST_SHARE;
    return Number.isInteger(value) ? Math.floor(low) : low;
  }

  /** The part of a series that this call returns, and whether it is complete. */
  given<Point extends { readonly startMs: number }>(
    points: readonly Point[],
  ): { points: readonly Point[]; complete: boolean } {
    const oldestFirst = points.toSorted((a, b) => a.startMs - b.startMs);
    const kept = this.#settings.partial ? Math.floor(points.length / 2) : points.length;
    const left = new Set(oldestFirst.slice(0, kept));
    const here = points.filter((point) => left.has(point));
    return {
      points: this.#settings.unordered ? shuffled(here, this.#chance) : here,
      complete: !this.#settings.partial,
    };
  }
}

/** Fisher-Yates shuffle. */
function shuffled<T>(items: readonly T[], chance: () => number): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}

/** Hashes a text to [0, 1): FNV-1a, with a final mix that separates similar texts. */
function place(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
