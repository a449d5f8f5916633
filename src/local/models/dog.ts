/**
 * NOT a dog classifier, but a deterministic stand-in for one. It hashes the image URL to 133 logits,
 * so the same URL always gives the same answer, and downloads no image. Its predictions mean nothing;
 * only their form and timing matter.
 */
import type { Model } from './model.ts';
import { hashOfText, mix } from './text-hash.ts';

const CLASSES = 133;

/** @returns 133 finite logits in about -6..2, four decimals, the same for the same URL */
export function logitsOf(url: string): number[] {
  let state = hashOfText(url);
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
