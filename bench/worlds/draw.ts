/** Draws from a seeded stream, in the units in which a world is described. */
import { type Uniform, uniform } from '../calibration/chance.ts';

export interface Draw {
  readonly chance: (probability: number) => boolean;
  readonly between: (low: number, high: number) => number;
  /** As likely between 1 and 2 as between 10 and 20. */
  readonly logBetween: (low: number, high: number) => number;
  /** Both ends included. */
  readonly whole: (low: number, high: number) => number;
  readonly one: <T>(of: readonly T[]) => T;
}

export function drawFrom(seed: number): Draw {
  const random: Uniform = uniform(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  return {
    chance: (probability) => random() < probability,
    between,
    logBetween: (low, high) => Math.exp(between(Math.log(low), Math.log(high))),
    whole: (low, high) => Math.floor(between(low, high + 1)),
    one: (of) => of[Math.floor(random() * of.length)]!,
  };
}
