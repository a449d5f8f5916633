/** Latencies as counts in buckets of equal width in logarithms: what a sketch is, but fast to fill. */
import type { LatencySlice } from '../../src/analysis/waves.ts';

export interface Buckets {
  /** Logarithm at which the first begins; a lower value counts as of the first, a higher one as of the last. */
  readonly from: number;
  readonly width: number;
  readonly count: number;
}

export class Histogram implements LatencySlice {
  readonly #buckets: Buckets;
  /** Of each bucket and all above it. */
  readonly #above: Float64Array;

  constructor(buckets: Buckets, counts: Float64Array) {
    this.#buckets = buckets;
    this.#above = new Float64Array(buckets.count + 1);
    for (let bucket = buckets.count - 1; bucket >= 0; bucket -= 1) {
      this.#above[bucket] = this.#above[bucket + 1]! + counts[bucket]!;
    }
  }

  get count(): number {
    return this.#above[0]!;
  }

  countAbove(boundMs: number): { atLeast: number; atMost: number } {
    const place = (Math.log(boundMs) - this.#buckets.from) / this.#buckets.width;
    const nearest = Math.round(place);
    const [low, high] =
      Math.abs(place - nearest) < 1e-6 ? [nearest, nearest] : [Math.floor(place), Math.ceil(place)];
    return { atLeast: this.#aboveEdge(high), atMost: this.#aboveEdge(low) };
  }

  /** Within a bucket as if its values lay evenly: finer than a sketch, as its error is not the question. */
  quantile(share: number): number | null {
    if (this.count === 0) return null;
    const wanted = (1 - share) * this.count;
    let low = 0;
    let high = this.#buckets.count;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#above[middle]! >= wanted) low = middle;
      else high = middle;
    }
    const inBucket = this.#above[low]! - this.#above[low + 1]!;
    const part = inBucket === 0 ? 0 : (this.#above[low]! - wanted) / inBucket;
    return Math.exp(this.#buckets.from + (low + part) * this.#buckets.width);
  }

  #aboveEdge(edge: number): number {
    return this.#above[Math.max(0, Math.min(this.#buckets.count, edge))]!;
  }
}
