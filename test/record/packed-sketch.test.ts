import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { DDSketch } from '@datadog/sketches-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_BUCKETS,
  packSketch,
  readBuckets,
  sketchOfBuckets,
  unpackSketch,
} from '../../src/record/packed-sketch.ts';
import { mergeSketch } from '../../src/record/sketch.ts';

const ACCURACY = 0.01;
const QUANTILES = [0, 0.01, 0.5, 0.95, 0.99, 1];
/** Around 1 lies key 0, which the library mistakes for none. */
const durations = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.double({ min: 0.9, max: 1.1, noNaN: true }),
    fc.double({ min: 0.001, max: 1e6, noNaN: true }),
  ),
  { maxLength: 300 },
);

function sketchOf(values: readonly number[], relativeAccuracy = ACCURACY): DDSketch {
  const sketch = new DDSketch({ relativeAccuracy });
  for (const value of values) sketch.accept(value);
  return sketch;
}

const { Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;
const STRATEGIES = [Z_DEFAULT_STRATEGY, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE];

const quantilesOf = (sketch: DDSketch) => QUANTILES.map((q) => sketch.getValueAtQuantile(q));

describe('a packed sketch', () => {
  it('round-trips', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const before = sketchOf(values);
        const after = unpackSketch(packSketch(before), ACCURACY);
        expect([after.count, after.zeroCount]).toEqual([before.count, before.zeroCount]);
        expect(quantilesOf(after)).toEqual(quantilesOf(before));
      }),
    );
  });

  it('merges with others into the sketch of all', () => {
    fc.assert(
      fc.property(fc.array(durations, { minLength: 1, maxLength: 5 }), (seconds) => {
        const all = new DDSketch({ relativeAccuracy: ACCURACY });
        for (const values of seconds)
          mergeSketch(all, unpackSketch(packSketch(sketchOf(values)), ACCURACY));
        expect(all.count).toBe(seconds.flat().length);
        expect(quantilesOf(all)).toEqual(quantilesOf(sketchOf(seconds.flat())));
      }),
    );
  });

  it('has the same buckets when they are read without a sketch', () => {
    const into = new Float64Array(MAX_BUCKETS).fill(7);
    fc.assert(
      fc.property(durations, (values) => {
        const packed = packSketch(sketchOf(values));
        const { length, count, ...read } = readBuckets(packed, ACCURACY, into);
        const again = sketchOfBuckets({ ...read, counts: into.slice(0, length) }, ACCURACY);
        expect(again).toEqual(unpackSketch(packed, ACCURACY));
        expect(count).toBe(values.length);
      }),
    );
    expect(() => readBuckets(packSketch(sketchOf([-1])), ACCURACY, into)).toThrow('not durations');
  });

  it('is read the same, whichever of its codes deflate uses', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(...STRATEGIES), (values, strategy) => {
        const packed = packSketch(sketchOf(values));
        const bytes = inflateRawSync(Buffer.from(packed, 'base64'));
        const other = deflateRawSync(bytes, { strategy }).toString('base64');
        expect(unpackSketch(other, ACCURACY)).toEqual(unpackSketch(packed, ACCURACY));
      }),
    );
  });

  it('is rejected when it has another accuracy, is truncated or has invalid counts', () => {
    const packed = packSketch(sketchOf([1, 2, 3]));
    const whole = inflateRawSync(Buffer.from(packed, 'base64'));
    const changed = (change: (bytes: Buffer) => Buffer) => () =>
      unpackSketch(deflateRawSync(change(Buffer.from(whole))).toString('base64'), ACCURACY);
    expect(changed((bytes) => bytes)).not.toThrow();
    expect(() => unpackSketch(packSketch(sketchOf([1], 0.02)), ACCURACY)).toThrow('accuracy');
    for (let length = 0; length < whole.length; length += 1) {
      // Cut where a field ends, it is a shorter message, but one without a mapping or a number.
      const cut = changed((bytes) => bytes.subarray(0, length));
      if (length < 20) expect(cut, `${length}`).toThrow();
    }
    const one = Buffer.alloc(8);
    one.writeDoubleLE(1);
    for (const damage of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(
        changed((bytes) => {
          bytes.writeDoubleLE(damage, bytes.indexOf(one));
          return bytes;
        }),
      ).toThrow('not durations');
    }
  });

  it('has the same buckets, or none, when it is damaged anywhere', () => {
    const whole = inflateRawSync(Buffer.from(packSketch(sketchOf([0, 1, 20, 300])), 'base64'));
    const into = new Float64Array(MAX_BUCKETS);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        const packed = deflateRawSync(bytes, { strategy: Z_FIXED }).toString('base64');
        let expected: DDSketch | null = null;
        try {
          expected = unpackSketch(packed, ACCURACY);
        } catch {
          expect(() => readBuckets(packed, ACCURACY, into)).toThrow();
          return;
        }
        if (expected.negativeStore.count > 0) return;
        const { length, count, ...read } = readBuckets(packed, ACCURACY, into);
        const again = sketchOfBuckets({ ...read, counts: into.slice(0, length) }, ACCURACY);
        expect([again.zeroCount, again.store, count]).toEqual([
          expected.zeroCount,
          expected.store,
          expected.count,
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('throws or is a valid sketch when damaged anywhere', () => {
    const whole = inflateRawSync(Buffer.from(packSketch(sketchOf([0, 1, 20, 300])), 'base64'));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        let sketch: DDSketch;
        try {
          sketch = unpackSketch(deflateRawSync(bytes).toString('base64'), ACCURACY);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          return;
        }
        expect(sketch.store.bins.length).toBeLessThanOrEqual(10_002);
        expect(() => sketchOf([1]).merge(sketch)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });
});
