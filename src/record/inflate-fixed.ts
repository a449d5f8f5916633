/**
 * Inflates deflate data that use the fixed code (RFC 1951, 3.2.6), as sketches are written.
 *
 * zlib takes 25 µs to set itself up for a sketch of 300 bytes, and hours of hundreds of workers are millions of
 * sketches; this takes 3 µs. Whatever is not of that form is left to zlib.
 */

const SYMBOL_BITS = 9;
/** By the next nine bits: a symbol, shifted by four, and the bits it takes. */
const SYMBOLS = new Uint16Array(1 << SYMBOL_BITS);
/** By the next five bits. */
const DISTANCES = new Uint8Array(32);

for (let symbol = 0; symbol < 288; symbol += 1) {
  const [bits, code] = codeOf(symbol);
  const low = reversed(code, bits);
  for (let high = 0; high < 1 << (SYMBOL_BITS - bits); high += 1) {
    SYMBOLS[low | (high << bits)] = (symbol << 4) | bits;
  }
}
for (let symbol = 0; symbol < 32; symbol += 1) DISTANCES[reversed(symbol, 5)] = symbol;

function codeOf(symbol: number): [bits: number, code: number] {
  if (symbol < 144) return [8, 0x30 + symbol];
  if (symbol < 256) return [9, 0x190 + symbol - 144];
  if (symbol < 280) return [7, symbol - 256];
  return [8, 0xc0 + symbol - 280];
}

function reversed(code: number, bits: number): number {
  let turned = 0;
  for (let bit = 0; bit < bits; bit += 1) turned |= ((code >>> bit) & 1) << (bits - 1 - bit);
  return turned;
}

/** Of symbols 257 to 285 and distances 0 to 29: the least value, and the extra bits that add to it. */
const LENGTH_EXTRA = Uint8Array.from({ length: 29 }, (_, at) =>
  at < 8 || at === 28 ? 0 : (at - 4) >> 2,
);
const DISTANCE_EXTRA = Uint8Array.from({ length: 30 }, (_, at) => (at < 4 ? 0 : (at - 2) >> 1));
const LENGTH_BASE = basesOf(LENGTH_EXTRA, 3);
const DISTANCE_BASE = basesOf(DISTANCE_EXTRA, 1);
LENGTH_BASE[28] = 258;

function basesOf(extra: Uint8Array, first: number): Uint16Array {
  const bases = new Uint16Array(extra.length);
  let base = first;
  for (const [at, bits] of extra.entries()) {
    bases[at] = base;
    base += 1 << bits;
  }
  return bases;
}

const END_OF_BLOCK = 256;

/** Bytes that may be read beyond the end of the data: bits are looked at four bytes at a time. */
export const INFLATE_MARGIN = 4;

/**
 * @param from the data, then `INFLATE_MARGIN` bytes of anything
 * @param length bytes of the data
 * @returns bytes written to `to`; -1 for anything but whole blocks of the fixed code that fit
 */
export function inflateFixed(from: Uint8Array, length: number, to: Uint8Array): number {
  const endBit = length * 8;
  let [bit, written] = [0, 0];
  for (let isLast = false; !isLast; ) {
    const head = bitsAt(from, bit);
    bit += 3;
    if (bit > endBit || (head & 6) !== 2) return -1;
    isLast = (head & 1) === 1;
    for (;;) {
      let next = bitsAt(from, bit);
      const found = SYMBOLS[next & 511]!;
      const symbol = found >>> 4;
      bit += found & 15;
      if (bit > endBit) return -1;
      if (symbol < END_OF_BLOCK) {
        if (written >= to.length) return -1;
        to[written++] = symbol;
        continue;
      }
      if (symbol === END_OF_BLOCK) break;
      const kind = symbol - END_OF_BLOCK - 1;
      if (kind >= LENGTH_BASE.length) return -1;
      const lengthBits = LENGTH_EXTRA[kind]!;
      let left = LENGTH_BASE[kind]! + ((next >>> (found & 15)) & ((1 << lengthBits) - 1));
      bit += lengthBits;
      next = bitsAt(from, bit);
      const which = DISTANCES[next & 31]!;
      if (which >= DISTANCE_BASE.length) return -1;
      const distanceBits = DISTANCE_EXTRA[which]!;
      const distance = DISTANCE_BASE[which]! + ((next >>> 5) & ((1 << distanceBits) - 1));
      bit += 5 + distanceBits;
      if (bit > endBit || distance > written || written + left > to.length) return -1;
      for (; left > 0; left -= 1, written += 1) to[written] = to[written - distance]!;
    }
  }
  return written;
}

/** At least 25 bits from a place on. */
function bitsAt(from: Uint8Array, bit: number): number {
  const at = bit >>> 3;
  const four = from[at]! | (from[at + 1]! << 8) | (from[at + 2]! << 16) | (from[at + 3]! << 24);
  return four >>> (bit & 7);
}
