import { constants, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INFLATE_MARGIN, inflateFixed } from '../../src/record/inflate-fixed.ts';

/** Long repetitions and far ones, as well as bytes of every kind. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 200 }))
        .map(([part, times]) => new Uint8Array(Buffer.concat(Array(times).fill(part)))),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.concat(parts));

/** In one block, of the fixed code where that is shorter than the data as they are. */
const deflated = (plain: Buffer) => deflateRawSync(plain, { strategy: constants.Z_FIXED });
const codeOf = (packed: Buffer) => (packed[0]! >> 1) & 3;
const FIXED = 1;
const room = Buffer.alloc(64 * 1024);
const viewOf = (bytes: Buffer, length = bytes.length) =>
  new DataView(bytes.buffer, bytes.byteOffset, length);

function inflated(packed: Buffer, most = room.length - INFLATE_MARGIN): number {
  const from = Buffer.concat([packed, Buffer.alloc(INFLATE_MARGIN, 0xff)]);
  return inflateFixed(viewOf(from), packed.length, viewOf(room, most + INFLATE_MARGIN));
}

describe('data of the fixed code', () => {
  it('inflate to what they were deflated from', () => {
    fc.assert(
      fc.property(bytes, (plain) => {
        const packed = deflated(plain);
        fc.pre(codeOf(packed) === FIXED);
        const length = inflated(packed);
        expect(room.subarray(0, length).equals(plain)).toBe(true);
      }),
    );
  });

  it('are refused when they are cut off, damaged beyond reading or larger than the room', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), (plain, cut) => {
        const packed = deflated(plain);
        fc.pre(codeOf(packed) === FIXED);
        expect(inflated(packed.subarray(0, cut % packed.length))).toBe(-1);
        expect(inflated(packed, Math.max(0, plain.length - 1))).toBe(plain.length === 0 ? 0 : -1);
      }),
    );
  });

  it('never read or write beyond their bounds, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
        expect(inflated(Buffer.from(any))).toBeLessThanOrEqual(room.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are left to zlib when they have a code of their own', () => {
    const plain = Buffer.from('abcdefgh'.repeat(100) + 'zyx'.repeat(50) + '0123'.repeat(99));
    const own = deflateRawSync(plain, { strategy: constants.Z_HUFFMAN_ONLY });
    expect(codeOf(own)).toBe(2);
    expect(inflated(own)).toBe(-1);
  });
});
