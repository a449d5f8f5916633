/**
 * A sketch as text: base64 of DDSketch's deflated protobuf form, which is dense and mostly zeros.
 *
 * The library writes the protobuf form, but this file reads it. The library's reader adds buckets
 * one by one and copies all of them whenever it runs out of room, which took most of the time of a
 * long run's report: an hour has 10,800 sketches.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DDSketch } from '@datadog/sketches-js';

/** From 1 µs to 10^12 ms there are 1,750 buckets of 8 bytes, far below both limits. */
const MAX_PROTO_BYTES = 64 * 1024;
const MAX_KEY = 5_000;
/** A 4 KiB window: allocating zlib's default 256 KiB takes as long as deflating. */
const SMALL = { windowBits: 12, memLevel: 5, chunkSize: 1_024 };
/** Fits one second at 1,000/s; the default would allocate 16 KiB per sketch. */
const USUAL_PROTO_BYTES = 4 * 1024;

export function packSketch(sketch: DDSketch): string {
  return deflateRawSync(sketch.toProto(), SMALL).toString('base64');
}

/**
 * @param relativeAccuracy must match: sketches of different accuracy cannot be merged
 * @throws Error for anything but a sketch of durations; a few bytes could otherwise exhaust memory
 */
export function unpackSketch(packed: string, relativeAccuracy: number): DDSketch {
  const bytes = inflateRawSync(Buffer.from(packed, 'base64'), {
    maxOutputLength: MAX_PROTO_BYTES,
    chunkSize: USUAL_PROTO_BYTES,
  });
  const sketch = new DDSketch({ relativeAccuracy });
  const fields = fieldsOf(bytes);
  if (fieldsOf(message(fields, 1)).get(1) !== sketch.mapping.gamma) {
    throw new Error(`not a sketch of an accuracy of ${relativeAccuracy}`);
  }
  fill(sketch.store, fieldsOf(message(fields, 2)));
  fill(sketch.negativeStore, fieldsOf(message(fields, 3)));
  sketch.zeroCount = number(fields, 4);
  sketch.count = sketch.zeroCount + sketch.store.count + sketch.negativeStore.count;
  return sketch;
}

/** @param fields of a store: contiguous buckets (2) and the key of the first one (3) */
function fill(store: DDSketch['store'], fields: Fields): void {
  const buckets = message(fields, 2);
  const zigzag = number(fields, 3);
  const offset = (zigzag >>> 1) ^ -(zigzag & 1);
  for (let index = 0; index * 8 < buckets.length; index += 1) {
    const count = buckets.readDoubleLE(index * 8);
    if (count === 0) continue;
    const key = offset + index;
    if (!(count > 0 && count < Number.POSITIVE_INFINITY && Math.abs(key) <= MAX_KEY)) {
      throw new Error('a sketch of values that are not durations');
    }
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

/** A protobuf message's fields by number: numeric or length-delimited. */
type Fields = ReadonlyMap<number, number | Buffer>;

/** The subset of https://protobuf.dev/programming-guides/encoding that sketches use. */
function fieldsOf(bytes: Buffer): Fields {
  const fields = new Map<number, number | Buffer>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 7) {
      const byte = bytes.readUInt8(at++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new Error('a number of more than 32 bits');
  };
  while (at < bytes.length) {
    const tag = varint();
    const field = tag >>> 3;
    switch (tag & 7) {
      case 0:
        fields.set(field, varint());
        break;
      case 1:
        fields.set(field, bytes.readDoubleLE(at));
        at += 8;
        break;
      case 2: {
        const length = varint();
        if (at + length > bytes.length) throw new Error('a truncated message');
        fields.set(field, bytes.subarray(at, at + length));
        at += length;
        break;
      }
      default:
        throw new Error('not a protobuf message');
    }
  }
  return fields;
}

/** Protobuf omits fields that are 0 or empty. */
function number(fields: Fields, field: number): number {
  const value = fields.get(field) ?? 0;
  if (typeof value !== 'number') throw new Error(`field ${field} is not a number`);
  return value;
}

function message(fields: Fields, field: number): Buffer {
  const value = fields.get(field) ?? Buffer.alloc(0);
  if (typeof value === 'number') throw new Error(`field ${field} is not a message`);
  return value;
}
