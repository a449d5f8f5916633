/**
 * A sketch as text: base64 of DDSketch's deflated protobuf form, which is dense and mostly zeros.
 *
 * The library writes the protobuf form, but this file reads it. The library's reader adds buckets
 * one by one and copies all of them whenever it runs out of room, which took most of the time of a
 * long run's report: an hour has 10,800 sketches.
 */
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { DDSketch } from '@datadog/sketches-js';
import { INFLATE_MARGIN, inflateFixed } from './inflate-fixed.ts';
import { type Fields, fieldsOf, message, number } from './protobuf-fields.ts';
import { layoutOf, type SketchLayout } from './sketch-layout.ts';

/** From 1 µs to 10^12 ms there are 1,750 buckets of 8 bytes, far below both limits. */
const MAX_PROTO_BYTES = 64 * 1024;
const MAX_KEY = 5_000;
/**
 * A 4 KiB window: allocating zlib's default 256 KiB takes as long as deflating. The fixed code takes 7 % more room
 * and a third of the time to read.
 */
const SMALL = { windowBits: 12, memLevel: 5, chunkSize: 1_024, strategy: constants.Z_FIXED };
/** Fits one second at 1,000/s; the default would allocate 16 KiB per sketch. */
const USUAL_PROTO_BYTES = 4 * 1024;

/** Where sketches are unpacked; only until the next one. */
const PACKED = Buffer.alloc(MAX_PROTO_BYTES + INFLATE_MARGIN);
const UNPACKED = Buffer.alloc(MAX_PROTO_BYTES + INFLATE_MARGIN);
const [PACKED_VIEW, UNPACKED_VIEW] = [viewOf(PACKED), viewOf(UNPACKED)] as const;

/** Buckets of values above 0: neighbours, by the key of the first. */
export interface Buckets {
  readonly zeroCount: number;
  readonly firstKey: number;
  readonly counts: ArrayLike<number>;
}

/** Without the empty buckets that the library keeps in store: they would be unpacked every time. */
export function packSketch(sketch: DDSketch): string {
  const { bins, offset } = sketch.store;
  const [from, to] = [bins.findIndex(isSome), bins.findLastIndex(isSome) + 1];
  sketch.store.bins = from === -1 ? [] : bins.slice(from, to);
  sketch.store.offset = from === -1 ? 0 : offset + from;
  const proto = sketch.toProto();
  sketch.store.bins = bins;
  sketch.store.offset = offset;
  return deflateRawSync(proto, SMALL).toString('base64');
}

function isSome(count: number): boolean {
  return count > 0;
}

/** @param counts of which neither the first nor the last is 0 */
export function sketchOfBuckets(
  { zeroCount, firstKey, counts }: Buckets,
  relativeAccuracy: number,
): DDSketch {
  const sketch = new DDSketch({ relativeAccuracy });
  fillWith(sketch.store, firstKey, counts);
  sketch.zeroCount = zeroCount;
  sketch.count = zeroCount + sketch.store.count;
  return sketch;
}

/** Buckets in somebody else's array. */
export interface BucketsRead {
  readonly zeroCount: number;
  readonly firstKey: number;
  readonly length: number;
  /** Of all values, zeros included. */
  readonly count: number;
}

/**
 * Reads a sketch without making one, for merging millions.
 *
 * @param into where the counts go, from `from` on; room for `MAX_BUCKETS`
 * @throws Error as `unpackSketch`; also for a sketch with values below 0
 */
export function readBuckets(
  packed: string,
  relativeAccuracy: number,
  into: Float64Array,
  from = 0,
): BucketsRead {
  const bytes = unpacked(packed);
  const view = viewOf(bytes);
  const layout =
    layoutOf(view, gammaOf(relativeAccuracy)) ?? layoutByFields(bytes, relativeAccuracy);
  const { countsAt, zeroCount } = layout;
  let [first, last] = [0, layout.counts - 1];
  while (first <= last && view.getFloat64(countsAt + first * 8) === 0) first += 1;
  while (last >= first && view.getFloat64(countsAt + last * 8) === 0) last -= 1;
  const firstKey = layout.firstKey + first;
  const length = last + 1 - first;
  let count = zeroCount;
  for (let index = 0; index < length; index += 1) {
    const one = view.getFloat64(countsAt + (first + index) * 8, true);
    if (!(one >= 0)) throw new Error(NOT_DURATIONS);
    into[from + index] = one;
    count += one;
  }
  const areKeys = length === 0 || (firstKey >= -MAX_KEY && firstKey + length - 1 <= MAX_KEY);
  if (!areKeys || count === Number.POSITIVE_INFINITY) throw new Error(NOT_DURATIONS);
  return { zeroCount, firstKey, length, count };
}

/** Of a sketch that somebody else wrote. @throws Error */
function layoutByFields(bytes: Buffer, relativeAccuracy: number): SketchLayout {
  const fields = sketchFields(bytes, relativeAccuracy);
  if (message(fieldsOf(message(fields, 3)), 2).length > 0) throw new Error(NOT_DURATIONS);
  const store = fieldsOf(message(fields, 2));
  const counts = message(store, 2);
  if (counts.length % 8 !== 0) throw new Error('a truncated message');
  return {
    countsAt: counts.byteOffset - bytes.byteOffset,
    counts: counts.length / 8,
    firstKey: offsetOf(store),
    zeroCount: number(fields, 4),
  };
}

/** As many as fit between the extreme keys. */
export const MAX_BUCKETS = 2 * MAX_KEY + 1;

/**
 * @param relativeAccuracy must match: sketches of different accuracy cannot be merged
 * @throws Error for anything but a sketch of durations; a few bytes could otherwise exhaust memory
 */
export function unpackSketch(packed: string, relativeAccuracy: number): DDSketch {
  const fields = sketchFields(unpacked(packed), relativeAccuracy);
  const sketch = new DDSketch({ relativeAccuracy });
  fill(sketch.store, fieldsOf(message(fields, 2)));
  fill(sketch.negativeStore, fieldsOf(message(fields, 3)));
  sketch.zeroCount = number(fields, 4);
  sketch.count = sketch.zeroCount + sketch.store.count + sketch.negativeStore.count;
  return sketch;
}

function sketchFields(bytes: Buffer, relativeAccuracy: number): Fields {
  const fields = fieldsOf(bytes);
  if (fieldsOf(message(fields, 1)).get(1) !== gammaOf(relativeAccuracy)) {
    throw new Error(`not a sketch of an accuracy of ${relativeAccuracy}`);
  }
  return fields;
}

/** As DDSketch computes it. */
function gammaOf(relativeAccuracy: number): number {
  return 1 + (2 * relativeAccuracy) / (1 - relativeAccuracy);
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** @returns bytes that the next call overwrites */
function unpacked(packed: string): Buffer {
  if (packed.length <= MAX_PROTO_BYTES) {
    const length = inflateFixed(PACKED_VIEW, PACKED.write(packed, 'base64'), UNPACKED_VIEW);
    if (length >= 0) return UNPACKED.subarray(0, length);
  }
  return inflateRawSync(Buffer.from(packed, 'base64'), {
    maxOutputLength: MAX_PROTO_BYTES,
    chunkSize: USUAL_PROTO_BYTES,
  });
}

const NOT_DURATIONS = 'a sketch of values that are not durations';

function isCount(count: number, key: number): boolean {
  return count >= 0 && count < Number.POSITIVE_INFINITY && Math.abs(key) <= MAX_KEY;
}

/** Key of a store's first bucket. */
function offsetOf(store: Fields): number {
  const zigzag = number(store, 3);
  return (zigzag >>> 1) ^ -(zigzag & 1);
}

/** @param fields of a store: contiguous buckets (2) and the key of the first one (3) */
function fill(store: DDSketch['store'], fields: Fields): void {
  const bytes = message(fields, 2);
  const counts: number[] = [];
  for (let at = 0; at < bytes.length; at += 8) counts.push(bytes.readDoubleLE(at));
  fillWith(store, offsetOf(fields), counts);
}

function fillWith(store: DDSketch['store'], offset: number, counts: ArrayLike<number>): void {
  for (let index = 0; index < counts.length; index += 1) {
    const count = counts[index]!;
    if (count === 0) continue;
    const key = offset + index;
    if (!isCount(count, key)) throw new Error(NOT_DURATIONS);
    if (store.count === 0) store.offset = key;
    while (store.bins.length < key - store.offset) store.bins.push(0);
    store.bins.push(count);
    store.count += count;
  }
  if (store.count === 0) return;
  // When merging, the library treats a last key of 0 as none.
  if (store.offset + store.bins.length === 1) store.bins.push(0);
  store.minKey = store.offset;
  store.maxKey = store.offset + store.bins.length - 1;
}
