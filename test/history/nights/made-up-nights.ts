/** Nights of a simulated endpoint: normal noise about a level, by a seed. */
import { normal, uniform } from '../../../bench/calibration/chance.ts';

export interface MadeUpNights {
  readonly nights: number;
  readonly seed: number;
  /** Coefficient of variation. */
  readonly noise?: number;
  /** By night. */
  readonly level: (night: number) => number;
}

export function madeUpNights({ nights, seed, noise = 0.01, level }: MadeUpNights): number[] {
  const random = uniform(seed);
  return Array.from({ length: nights }, (_, night) => level(night) * (1 + noise * normal(random)));
}
