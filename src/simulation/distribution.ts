/**
 * Counts samples in buckets that each span 2 % of their value, so that percentiles are right to 1 %
 * whatever the scale. Half a kilobyte for what one minute of requests spreads over.
 */
const GROWTH = Math.log(1.02);

/** Counts of one sign, from bucket `first` on. */
interface Side {
  first: number;
  counts: Uint32Array<ArrayBuffer>;
}

export interface Sample {
  readonly value: number;
  readonly count: number;
}

export class Distribution {
  #zeros = 0;
  readonly #positive: Side = { first: 0, counts: new Uint32Array(0) };
  readonly #negative: Side = { first: 0, counts: new Uint32Array(0) };

  add(value: number, count = 1): void {
    if (value === 0) this.#zeros += count;
    else bump(value > 0 ? this.#positive : this.#negative, bucketOf(value), count);
  }

  addAll(other: Distribution): void {
    this.#zeros += other.#zeros;
    for (const [mine, theirs] of [
      [this.#positive, other.#positive],
      [this.#negative, other.#negative],
    ] as const) {
      theirs.counts.forEach((count, i) => {
        if (count > 0) bump(mine, theirs.first + i, count);
      });
    }
  }

  /** Smallest value first; each value is its bucket's middle. */
  samples(): Sample[] {
    const zeros = this.#zeros > 0 ? [{ value: 0, count: this.#zeros }] : [];
    const negative = samplesOf(this.#negative).map(({ value, count }) => ({
      value: -value,
      count,
    }));
    return [...negative.reverse(), ...zeros, ...samplesOf(this.#positive)];
  }
}

const bucketOf = (value: number) => Math.round(Math.log(Math.abs(value)) / GROWTH);

/** Room on either side, so that growing is rare. */
const ROOM = 16;

function bump(side: Side, bucket: number, count: number): void {
  const { first, counts } = side;
  if (counts.length === 0 || bucket < first || bucket >= first + counts.length) {
    const from = counts.length === 0 ? bucket - ROOM : Math.min(first, bucket - ROOM);
    const to = counts.length === 0 ? bucket + ROOM : Math.max(first + counts.length, bucket + ROOM);
    const grown = new Uint32Array(to - from);
    if (counts.length > 0) grown.set(counts, first - from);
    side.first = from;
    side.counts = grown;
  }
  side.counts[bucket - side.first]! += count;
}

function samplesOf({ first, counts }: Side): Sample[] {
  const samples: Sample[] = [];
  counts.forEach((count, i) => {
    if (count > 0) samples.push({ value: Math.exp((first + i) * GROWTH), count });
  });
  return samples;
}
