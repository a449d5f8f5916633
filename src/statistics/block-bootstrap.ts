/** How far the figures of two single runs may differ by chance, from the seconds inside each. */
import { autocorrelationTime, blockLength } from './autocorrelation.ts';
import { studentQuantile } from './distributions.ts';
import { quantile } from './order-statistics.ts';
import type { Interval } from './shift.ts';

/** One run, second by second. */
export interface SecondsOfRun {
  /** One number a second, in time order, which moves as the statistic does: `CountedSeconds.excess`. */
  readonly levels: readonly number[];
  /**
   * @param chosen indices of seconds, as many as there are; some more than once. The array is used again.
   * @returns null when those seconds have no value.
   */
  readonly statistic: (chosen: Uint32Array) => number | null;
}

export interface BootstrapOptions {
  /** From 0 to below 1, from a seed. */
  readonly random: () => number;
  /** 0..1, exclusive. */
  readonly confidence?: number;
  readonly resamples?: number;
}

/** Independent looks at the system. Where a run has fewer, its seconds are alike throughout. */
const FEWEST_LOOKS = 5;
/** Blocks are never longer than a quarter of a run: fewer hardly vary. */
const FEWEST_BLOCKS = 4;
/**
 * Blocks of the length that gives the variance its smallest error make it too small: their ends cut what is
 * alike. Twice as long, the error is in too few blocks instead, which Student's t pays for.
 */
const LONGER = 2;

export interface WithinRun extends Interval {
  /** The statistic of the run as it was. */
  readonly seen: number;
  /** How many blocks the run has: what the interval rests on. */
  readonly blocks: number;
}

/**
 * How much the statistic of one run may differ by chance within it: the circular block bootstrap (Politis and
 * Romano, in "Exploring the Limits of Bootstrap", 1992), with the block length of Politis and White, doubled. The
 * run is put together anew from blocks of its own seconds; the interval is that of the percentiles, stretched
 * around what was seen by t of the blocks.
 *
 * It tells how much the seconds of this run vary, not how much runs do. docs/verification.md has how often the
 * change between two such runs is within what their intervals allow (`npm run comparison`).
 *
 * @returns null with fewer than five independent looks, or where a resample has no value.
 */
export function intervalWithin(
  run: SecondsOfRun,
  { random, confidence = 0.95, resamples = 1_000 }: BootstrapOptions,
): WithinRun | null {
  const resampler = new Resampler(run, random);
  const seen = resampler.observed();
  if (seen === null || resampler.looks < FEWEST_LOOKS) return null;
  const drawn = drawnFrom(() => resampler.resampled(), resamples);
  if (drawn === null) return null;
  const { blocks } = resampler;
  return { seen, blocks, ...stretched(drawn, seen, { blocks, confidence }) };
}

/** @returns null as soon as one has no value. */
function drawnFrom(draw: () => number | null, times: number): number[] | null {
  const drawn: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const one = draw();
    if (one === null) return null;
    drawn.push(one);
  }
  return drawn;
}

/** The percentiles, stretched around what was seen by t of the blocks. */
function stretched(
  drawn: readonly number[],
  seen: number,
  { blocks, confidence }: { readonly blocks: number; readonly confidence: number },
): Interval {
  const beyond = (1 - confidence) / 2;
  const stretch = stretchOf(1 - beyond, blocks);
  const end = (share: number) => seen + stretch * (quantile(drawn, share) - seen);
  return { low: end(beyond), high: end(1 - beyond) };
}

/** t over the normal quantile. */
function stretchOf(share: number, blocks: number): number {
  const t = studentQuantile(share, blocks - 1);
  const z = studentQuantile(share, 1e6);
  return t / z;
}

/** Puts a run together anew from its own blocks. */
class Resampler {
  readonly blockSeconds: number;
  readonly blocks: number;
  readonly looks: number;
  readonly #run: SecondsOfRun;
  readonly #random: () => number;
  readonly #chosen: Uint32Array;

  constructor(run: SecondsOfRun, random: () => number) {
    const { length } = run.levels;
    this.#run = run;
    this.#random = random;
    this.#chosen = Uint32Array.from({ length }, (_, index) => index);
    const longest = Math.max(1, Math.floor(length / FEWEST_BLOCKS));
    this.blockSeconds = Math.min(longest, Math.round(LONGER * blockLength(run.levels)));
    this.blocks = Math.floor(length / this.blockSeconds);
    this.looks = length / Math.max(1, autocorrelationTime(run.levels));
  }

  observed(): number | null {
    return this.#run.statistic(Uint32Array.from(this.#chosen.keys()));
  }

  resampled(): number | null {
    const chosen = this.#chosen;
    const { length } = chosen;
    for (let at = 0; at < length; ) {
      let second = Math.floor(this.#random() * length);
      const end = Math.min(length, at + this.blockSeconds);
      for (; at < end; at += 1) {
        chosen[at] = second;
        second = second + 1 === length ? 0 : second + 1;
      }
    }
    return this.#run.statistic(chosen);
  }
}
