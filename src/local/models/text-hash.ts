/** Hashes text to reproducible pseudo-random numbers. */

/** FNV-1a over UTF-16 code units (Fowler, Noll and Vo, public domain). */
export function hashOfText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

/** The 32-bit finaliser of MurmurHash3 (Appleby, public domain). */
export function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
