/**
 * Sketches added up as counts of buckets: what merging them gives, without making a sketch of each.
 *
 * Plain data, so that a thread can hand them to another. Counts are whole numbers and sums are whole microseconds:
 * in whatever order they are added, the sum is the same to the last digit.
 */
import type { SketchLine } from '../record/load-events.ts';
import { MAX_BUCKETS, readBuckets } from '../record/packed-sketch.ts';
import { DurationSketch, RELATIVE_ACCURACY } from '../record/sketch.ts';

export interface SketchSum {
  count: number;
  sumMicros: number;
  minMs: number;
  maxMs: number;
  zeroCount: number;
  /** Key of `counts[0]`. */
  firstKey: number;
  /** With room at both ends. */
  counts: Float64Array;
}

/** A sketch as it was read; its counts lie in somebody else's array. */
export interface ReadSketch {
  readonly count: number;
  readonly sumMicros: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly zeroCount: number;
  readonly firstKey: number;
  readonly from: number;
  readonly length: number;
}

const NO_COUNTS = new Float64Array(0);
/** Twice the latency is 35 buckets on. */
const ROOM = 24;

export function newSketchSum(): SketchSum {
  return {
    count: 0,
    sumMicros: 0,
    minMs: Number.POSITIVE_INFINITY,
    maxMs: Number.NEGATIVE_INFINITY,
    zeroCount: 0,
    firstKey: 0,
    counts: NO_COUNTS,
  };
}

/** @param counts holds those of `sketch` from `sketch.from` on */
export function addSketch(sum: SketchSum, sketch: ReadSketch, counts: Float64Array): void {
  if (sketch.count === 0) return;
  sum.count += sketch.count;
  sum.sumMicros += sketch.sumMicros;
  if (sketch.minMs < sum.minMs) sum.minMs = sketch.minMs;
  if (sketch.maxMs > sum.maxMs) sum.maxMs = sketch.maxMs;
  sum.zeroCount += sketch.zeroCount;
  const { from, length, firstKey } = sketch;
  if (length === 0) return;
  const isInside =
    firstKey >= sum.firstKey && firstKey + length <= sum.firstKey + sum.counts.length;
  if (!isInside) makeRoom(sum, firstKey, firstKey + length);
  const into = sum.counts;
  const shift = firstKey - sum.firstKey - from;
  for (let at = from; at < from + length; at += 1) into[at + shift]! += counts[at]!;
}

export function addSum(sum: SketchSum, other: SketchSum): void {
  addSketch(sum, { ...other, from: 0, length: other.counts.length }, other.counts);
}

function makeRoom(sum: SketchSum, firstKey: number, endKey: number): void {
  const { counts } = sum;
  const end = sum.firstKey + counts.length;
  const first = counts.length === 0 ? firstKey : Math.min(firstKey, sum.firstKey);
  const last = counts.length === 0 ? endKey : Math.max(endKey, end);
  const wider = new Float64Array(last - first + 2 * ROOM);
  wider.set(counts, counts.length === 0 ? 0 : sum.firstKey - first + ROOM);
  sum.firstKey = first - ROOM;
  sum.counts = wider;
}

/** The sketch of all values. */
export function sketchOf(sum: SketchSum): DurationSketch {
  const { counts, firstKey, zeroCount, count } = sum;
  let [from, to] = [0, counts.length];
  while (from < to && counts[from] === 0) from += 1;
  while (to > from && counts[to - 1] === 0) to -= 1;
  const buckets = { zeroCount, firstKey: firstKey + from, counts: counts.subarray(from, to) };
  const facts = { count, sum: sum.sumMicros / 1_000, min: sum.minMs, max: sum.maxMs };
  return DurationSketch.fromBuckets(buckets, facts);
}

/** Sketches read one after the other, in one array that grows. */
export class SketchStore {
  #counts = new Float64Array(2 * MAX_BUCKETS);
  #used = 0;

  get counts(): Float64Array {
    return this.#counts;
  }

  /** @throws Error for what is no sketch of durations, or not of as many as its line says */
  read({ count, sum, min, max, ddsketch }: SketchLine): ReadSketch {
    const from = this.#used;
    const facts = { count, sumMicros: Math.round(sum * 1_000), minMs: min, maxMs: max, from };
    if (count === 0) return { ...facts, zeroCount: 0, firstKey: 0, length: 0 };
    if (from + MAX_BUCKETS > this.#counts.length) this.#grow();
    const read = readBuckets(ddsketch, RELATIVE_ACCURACY, this.#counts, from);
    const { zeroCount, firstKey, length } = read;
    if (read.count !== count) {
      throw new Error(`a sketch of ${read.count} values where ${count} are named`);
    }
    this.#used = from + length;
    return { ...facts, zeroCount, firstKey, length };
  }

  clear(): void {
    this.#used = 0;
  }

  #grow(): void {
    const larger = new Float64Array(2 * this.#counts.length);
    larger.set(this.#counts.subarray(0, this.#used));
    this.#counts = larger;
  }
}
