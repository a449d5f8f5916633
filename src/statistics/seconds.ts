/** Counts of a run's seconds below a grid of values: the percentile of any choice of its seconds, fast. */

/** What one second saw: a sketch of durations is one. */
export interface CountedSecond {
  readonly count: number;
  /** Values above a bound, as two counts with the true one between them. */
  countAbove(bound: number): { readonly atLeast: number; readonly atMost: number };
}

/** From `low` to `high`, each at most `step` times the last. Positive, in the unit of the values. */
export function geometricCuts(low: number, high: number, step = 1.02): Float64Array {
  const steps = Math.max(1, Math.ceil(Math.log(high / low) / Math.log(step)));
  return Float64Array.from({ length: steps + 1 }, (_, at) => low * (high / low) ** (at / steps));
}

/**
 * A bootstrap asks for the percentile of a thousand choices of seconds. Merging their sketches takes a
 * millisecond each a second of the run; here a choice takes an addition for each of its seconds and for the ten
 * cuts or so that a bisection looks at, and the percentile is still that of all requests together.
 *
 * A quantile is between the two cuts that surround it, interpolated as if logarithms were even there: with cuts
 * 2 % apart it is wrong by less than 2 %, and by what the counts themselves are wrong (a sketch: 1 %).
 */
export class CountedSeconds {
  readonly #seconds: number;
  readonly #cuts: Float64Array;
  /** Of each second. */
  readonly #counts: Float64Array;
  /** Values up to a cut, for each second: one row a cut. */
  readonly #atMost: readonly Float64Array[];

  /** @param cuts ascending and positive; quantiles beyond the ends are the ends. */
  constructor(seconds: readonly CountedSecond[], cuts: Float64Array) {
    this.#seconds = seconds.length;
    this.#cuts = cuts;
    this.#counts = Float64Array.from(seconds, ({ count }) => count);
    this.#atMost = Array.from(cuts, (cut) => {
      const row = new Float64Array(seconds.length);
      for (const [at, second] of seconds.entries()) {
        const { atLeast, atMost } = second.countAbove(cut);
        row[at] = second.count - (atLeast + atMost) / 2;
      }
      return row;
    });
  }

  /**
   * @param share 0..1.
   * @param chosen indices of seconds, which may repeat.
   * @returns null when those seconds saw nothing.
   */
  quantile(share: number, chosen: Uint32Array): number | null {
    const total = sumAt(this.#counts, chosen);
    if (total === 0) return null;
    const wanted = share * total;
    let low = 0;
    let high = this.#cuts.length;
    // Counts up to the cuts below `low` are too few, from `high` on enough.
    let [below, above] = [0, total];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const count = sumAt(this.#atMost[middle]!, chosen);
      if (count >= wanted) {
        high = middle;
        above = count;
      } else {
        low = middle + 1;
        below = count;
      }
    }
    if (low === 0) return this.#cuts[0]!;
    if (low === this.#cuts.length) return this.#cuts[low - 1]!;
    const place = above > below ? Math.min(1, (wanted - below) / (above - below)) : 1;
    return this.#cuts[low - 1]! * (this.#cuts[low]! / this.#cuts[low - 1]!) ** place;
  }

  /**
   * How many more values than its share each second has above the run's quantile. Their sum decides by how much
   * the quantile of a choice differs (Bahadur, The Annals of Mathematical Statistics 37 (1966) 577-580), so
   * their likeness is what the blocks of a bootstrap must outlast.
   */
  excess(share: number): number[] {
    const all = Uint32Array.from({ length: this.#seconds }, (_, at) => at);
    const quantile = this.quantile(share, all);
    if (quantile === null) return Array.from(this.#counts);
    let at = 0;
    while (at < this.#cuts.length - 1 && this.#cuts[at]! < quantile) at += 1;
    const atMost = this.#atMost[at]!;
    const above = 1 - sumAt(atMost, all) / sumAt(this.#counts, all);
    return Array.from(this.#counts, (count, second) => count - atMost[second]! - above * count);
  }
}

function sumAt(values: Float64Array, chosen: Uint32Array): number {
  let sum = 0;
  for (let at = 0; at < chosen.length; at += 1) sum += values[chosen[at]!]!;
  return sum;
}
