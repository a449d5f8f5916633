/**
 * Chooses the row that request number k carries: a pure function of seed and k, so that a run can be
 * repeated, workers need no coordination, and every engine draws the same rows. No imports: k6 runs
 * this file unchanged.
 */

/** The 32-bit finaliser of MurmurHash3 (Appleby, public domain): every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** 2^32 divided by the golden ratio: keeps small neighbouring inputs far apart before mixing. */
const GOLDEN = 0x9e3779b9;

/**
 * @param seed a non-negative integer below 2^32
 * @param request the request's number in the plan, from 0
 * @param rowCount rows in the dataset, at least 1
 * @returns an index 0..rowCount-1, uniform over requests, drawn with replacement
 */
export function chooseRow(seed: number, request: number, rowCount: number): number {
  const low = request >>> 0;
  const high = Math.floor(request / 2 ** 32);
  const hash = mix(mix(mix(seed + GOLDEN) ^ high) + Math.imul(low, GOLDEN) + low);
  return Math.floor((hash / 2 ** 32) * rowCount);
}
