/**
 * Inflates deflate data that use the fixed code (RFC 1951, 3.2.6), as sketches are written.
 *
 * zlib takes 25 µs to set itself up for a sketch of 300 bytes, and hours of hundreds of workers are millions of
 * sketches; this takes 3 µs. Whatever is not of that form is left to zlib.
 */

const SYMBOL_BITS = 9;
const FIRST_LENGTH = 257;
const FIRST_UNUSED_LENGTH = 286;
const DISTANCES = 30;

/**
 * By the next nine bits: what follows, and in its lowest four bits how many of them it takes. Above these, a byte is
 * itself; a length has its extra bits (three) and its least value, with `IS_LENGTH`; `IS_END` and `IS_NONE` are alone.
 */
const SYMBOL = new Int32Array(1 << SYMBOL_BITS);
const IS_LENGTH = 1 << 20;
const IS_END = 1 << 21;
const IS_NONE = 1 << 22;
/** By the next five bits: extra bits in the lowest four, the least value above. */
const DISTANCE = new Int32Array(32);

let lengthBase = 3;
for (let symbol = 0; symbol < 288; symbol += 1) {
  const [bits, code] = codeOf(symbol);
  const low = reversed(code, bits);
  const entry = entryOf(symbol) | bits;
  for (let high = 0; high < 1 << (SYMBOL_BITS - bits); high += 1)
    SYMBOL[low | (high << bits)] = entry;
}
let distanceBase = 1;
for (let symbol = 0; symbol < 32; symbol += 1) {
  const extra = symbol < 4 ? 0 : (symbol - 2) >> 1;
  DISTANCE[reversed(symbol, 5)] = symbol < DISTANCES ? (distanceBase << 4) | extra : IS_NONE;
  distanceBase += 1 << extra;
}

function codeOf(symbol: number): [bits: number, code: number] {
  if (symbol < 144) return [8, 0x30 + symbol];
  if (symbol < 256) return [9, 0x190 + symbol - 144];
  if (symbol < 280) return [7, symbol - 256];
  return [8, 0xc0 + symbol - 280];
}

/** Called in the order of symbols. */
function entryOf(symbol: number): number {
  if (symbol < 256) return symbol << 4;
  if (symbol === 256) return IS_END;
  if (symbol >= FIRST_UNUSED_LENGTH) return IS_NONE;
  const kind = symbol - FIRST_LENGTH;
  if (kind === 28) return IS_LENGTH | (258 << 7);
  const extra = kind < 8 ? 0 : (kind - 4) >> 2;
  const entry = IS_LENGTH | (lengthBase << 7) | (extra << 4);
  lengthBase += 1 << extra;
  return entry;
}

function reversed(code: number, bits: number): number {
  let turned = 0;
  for (let bit = 0; bit < bits; bit += 1) turned |= ((code >>> bit) & 1) << (bits - 1 - bit);
  return turned;
}

/** Bytes that may be read beyond the end of the data, and written beyond the end of what they inflate to. */
export const INFLATE_MARGIN = 4;

/**
 * Four bytes at a time, in and out: a byte at a time takes twice as long.
 *
 * @param from the data, then `INFLATE_MARGIN` bytes of anything
 * @param length bytes of the data
 * @param to room for what they inflate to, and `INFLATE_MARGIN` bytes
 * @returns bytes written to `to`; -1 for anything but whole blocks of the fixed code that fit
 */
export function inflateFixed(from: DataView, length: number, to: DataView): number {
  const endBit = length * 8;
  const room = to.byteLength - INFLATE_MARGIN;
  let [bit, written] = [0, 0];
  for (let isLast = false; !isLast; ) {
    const head = from.getInt32(bit >>> 3, true) >> (bit & 7);
    bit += 3;
    if (bit > endBit || (head & 6) !== 2) return -1;
    isLast = (head & 1) === 1;
    for (;;) {
      // At least 25 bits.
      let next = from.getInt32(bit >>> 3, true) >> (bit & 7);
      const found = SYMBOL[next & 511]!;
      const taken = found & 15;
      bit += taken;
      if (bit > endBit) return -1;
      if (found < IS_LENGTH) {
        if (written >= room) return -1;
        to.setUint8(written++, found >>> 4);
        continue;
      }
      if (found >= IS_END) {
        if (found >= IS_NONE) return -1;
        break;
      }
      const lengthBits = (found >>> 4) & 7;
      const end = written + ((found >>> 7) & 511) + ((next >>> taken) & ((1 << lengthBits) - 1));
      bit += lengthBits;
      if (bit > endBit) return -1;
      next = from.getInt32(bit >>> 3, true) >> (bit & 7);
      const where = DISTANCE[next & 31]!;
      const distanceBits = where & 15;
      const distance = (where >>> 4) + ((next >>> 5) & ((1 << distanceBits) - 1));
      bit += 5 + distanceBits;
      if (bit > endBit || distance > written || end > room) return -1;
      if (distance >= 4) {
        for (; written < end; written += 4) {
          to.setInt32(written, to.getInt32(written - distance, true), true);
        }
      } else if (distance === 1) {
        const four = Math.imul(to.getUint8(written - 1), 0x01010101);
        for (; written < end; written += 4) to.setInt32(written, four, true);
      } else {
        for (; written < end; written += 1) to.setUint8(written, to.getUint8(written - distance));
      }
      written = end;
    }
  }
  return written;
}
