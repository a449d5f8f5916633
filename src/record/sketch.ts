/**
 * A mergeable quantile sketch of durations in milliseconds.
 *
 * DDSketch (Masson, Rim, Lee, VLDB 2019): every quantile is within 1 % of the true value, at any
 * count, and merging two sketches gives the sketch of all their values. So seconds and
 * workers can be combined in any order; averaging percentiles would be wrong.
 */
import { DDSketch } from '@datadog/sketches-js';
import type { SketchLine } from './load-events.ts';
import { type Buckets, packSketch, sketchOfBuckets, unpackSketch } from './packed-sketch.ts';

export const RELATIVE_ACCURACY = 0.01;

export class DurationSketch {
  #sketch = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #count = 0;

  /**
   * @param valueMs a duration; below 1 µs (or negative, after a clock step) it counts
   *   as 0, because the sketch's memory grows with the ratio of its largest to smallest value
   */
  accept(valueMs: number): void {
    const value = valueMs < 0.001 ? 0 : valueMs;
    this.#sketch.accept(value);
    this.#sum += value;
    this.#count += 1;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  merge(other: DurationSketch): this {
    if (other.#count === 0) return this;
    mergeSketch(this.#sketch, other.#sketch);
    this.#sum += other.#sum;
    this.#count += other.#count;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    return this;
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** The exact maximum; null when empty. */
  get max(): number | null {
    return this.#count === 0 ? null : this.#max;
  }

  /** The exact minimum; null when empty. */
  get min(): number | null {
    return this.#count === 0 ? null : this.#min;
  }

  /** @param q 0..1. @returns ms within 1 % (and never outside min..max), null when empty. */
  quantile(q: number): number | null {
    if (this.#count === 0) return null;
    const estimate = this.#sketch.getValueAtQuantile(q);
    return Math.min(this.#max, Math.max(this.#min, estimate));
  }

  /**
   * A quantile as `quantile` tells it, but not in its steps of 2 %: within a bucket, values are taken to lie evenly.
   * For comparing runs, whose small differences the steps would hide or double.
   *
   * @param q 0..1. @returns ms within 2 %, as a rule far closer (and never outside min..max), null when empty.
   */
  smoothQuantile(q: number): number | null {
    if (this.#count === 0) return null;
    const { store, mapping, zeroCount } = this.#sketch;
    const rank = q * (this.#count - 1);
    let below = zeroCount;
    if (rank < below) return Math.max(0, this.#min);
    for (const [index, count] of store.bins.entries()) {
      if (below + count > rank) {
        const share = Math.min(1, (rank - below + 0.5) / count);
        const lowest = mapping.value(store.offset + index) / (1 + RELATIVE_ACCURACY);
        return Math.min(this.#max, Math.max(this.#min, lowest * mapping.gamma ** share));
      }
      below += count;
    }
    return this.#max;
  }

  /**
   * How many values are above `boundMs`, as bounds that are guaranteed to contain the true count.
   *
   * A sketch stores buckets 2 % wide, not values. Values of the
   * bucket that straddles the bound count in `atMost` but not in `atLeast`. The exact extremes
   * settle the common cases, such as a maximum within the bound.
   */
  countAbove(boundMs: number): { atLeast: number; atMost: number } {
    if (this.#count === 0 || this.#max <= boundMs) return { atLeast: 0, atMost: 0 };
    if (this.#min > boundMs) return { atLeast: this.#count, atMost: this.#count };
    const { store, mapping } = this.#sketch;
    // Only zeros are below the first bucket; every stored value is above such a bound.
    const straddling = boundMs < mapping.minPossible ? store.minKey - 1 : mapping.key(boundMs);
    let atMost = 0;
    const first = Math.max(0, straddling - store.offset);
    for (let index = first; index < store.bins.length; index += 1) atMost += store.bins[index]!;
    const isStored = straddling >= store.offset && straddling < store.offset + store.bins.length;
    const atLeast = atMost - (isStored ? store.bins[first]! : 0);
    // The maximum is above the bound, whatever its bucket.
    return { atLeast: Math.max(1, atLeast), atMost: Math.max(1, atMost) };
  }

  toLine(): SketchLine {
    const empty = this.#count === 0;
    return {
      count: this.#count,
      sum: round(this.#sum),
      min: empty ? 0 : round(this.#min),
      max: empty ? 0 : round(this.#max),
      ddsketch: empty ? '' : packSketch(this.#sketch),
    };
  }

  /** @param facts the exact ones of the same values */
  static fromBuckets(
    buckets: Buckets,
    { count, sum, min, max }: Pick<SketchLine, 'count' | 'sum' | 'min' | 'max'>,
  ): DurationSketch {
    const sketch = new DurationSketch();
    if (count === 0) return sketch;
    sketch.#sketch = sketchOfBuckets(buckets, RELATIVE_ACCURACY);
    sketch.#sum = sum;
    sketch.#count = count;
    sketch.#min = min;
    sketch.#max = max;
    return sketch;
  }

  static fromLine(line: SketchLine): DurationSketch {
    const sketch = new DurationSketch();
    if (line.count === 0) return sketch;
    sketch.#sketch = unpackSketch(line.ddsketch, RELATIVE_ACCURACY);
    sketch.#sum = line.sum;
    sketch.#count = line.count;
    sketch.#min = line.min;
    sketch.#max = line.max;
    return sketch;
  }
}

/**
 * Adds the values of `other`. The library's own merge loses the highest bucket where that is bucket 0, of values
 * just below 1 ms, and beyond what `into` has room for: it takes the 0 for no bucket. So room is made first.
 */
export function mergeSketch(into: DDSketch, other: DDSketch): void {
  if (into.store.count > 0 && other.store.count > 0) into.store.add(other.store.maxKey, 0);
  into.merge(other);
}

/** Microseconds are finer than any timer here; more digits would be noise. */
function round(valueMs: number): number {
  return Math.round(valueMs * 1_000) / 1_000;
}
