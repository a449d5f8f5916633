/**
 * NOT a dog classifier, but a deterministic stand-in for one. It hashes the image URL to 133 logits,
 * so the same URL always gives the same answer, and downloads no image. Its predictions mean nothing;
 * only their form and timing matter.
 */
import type { Model } from './model.ts';

const CLASSES = 133;

/** @returns 133 finite logits in about -6..2, four decimals, the same for the same URL */
export function logitsOf(url: string): number[] {
  let state = hash(url);
  return Array.from({ length: CLASSES }, () => {
    state = (state + 0x6d2b79f5) | 0;
    return Math.round((-6 + 8 * (mix(state) / 2 ** 32)) * 1e4) / 1e4;
  });
}

export const dogModel = (): Model => ({
  classes: CLASSES,
  // It was never trained.
  trainingAccuracy: Number.NaN,
  rowShape: 'the http or https address of an image',
  predict: (line) => {
    if (!/^https?:\/\/[^/\s]+\/?\S*$/.test(line)) return undefined;
    const logits = logitsOf(line);
    return logits.indexOf(Math.max(...logits));
  },
});

/** FNV-1a over UTF-16 code units (Fowler, Noll and Vo, public domain). */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h;
}

/** The 32-bit finaliser of MurmurHash3 (Appleby, public domain). */
function mix(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
