/** Nights without a change, of several kinds. */
import { normal, type Uniform, uniform } from '../calibration/chance.ts';

export interface NoiseKind {
  readonly name: string;
  /** As many nights, in standard deviations from the level. */
  readonly draw: (nights: number, seed: number) => number[];
}

type Draw = (random: Uniform, night: number) => number;

export const NOISE_KINDS: readonly NoiseKind[] = [
  kind('independent, normal', () => normal),
  kind('a third of each night carries over: AR(1), 0.3', () => carrying(0.3)),
  kind('more than half carries over: AR(1), 0.6', () => carrying(0.6)),
  kind('heavy tails: t with 3 degrees', () => heavyTailed),
  kind('skewed: log-normal, shape 0.5', () => skewed),
  kind('one night in 50 is 8 deviations higher', () => withOutliers),
  kind('whole periods: one night in 6 takes one more', () => inPeriods),
  kind('weekly: two nights of 7 are 3 deviations higher', () => weekly),
];

function kind(name: string, makeDraw: () => Draw): NoiseKind {
  return {
    name,
    draw: (nights, seed) => {
      const random = uniform(seed);
      const draw = makeDraw();
      for (let before = -50; before < 0; before += 1) draw(random, before);
      return Array.from({ length: nights }, (_, night) => draw(random, night));
    },
  };
}

function carrying(share: number): Draw {
  let value = 0;
  return (random) => {
    value = share * value + Math.sqrt(1 - share * share) * normal(random);
    return value;
  };
}

function heavyTailed(random: Uniform): number {
  const squares = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2;
  // Its variance is 3.
  return normal(random) / Math.sqrt(squares / 3) / Math.sqrt(3);
}

function skewed(random: Uniform): number {
  const shape = 0.5;
  const deviation = Math.sqrt((Math.exp(shape ** 2) - 1) * Math.exp(shape ** 2));
  return (Math.exp(shape * normal(random)) - Math.exp(shape ** 2 / 2)) / deviation;
}

/** The deviation is that of the other nights. */
function withOutliers(random: Uniform): number {
  const value = normal(random);
  return random() < 1 / 50 ? value + 8 : value;
}

function inPeriods(random: Uniform): number {
  const chance = 1 / 6;
  return ((random() < chance ? 1 : 0) - chance) / Math.sqrt(chance * (1 - chance));
}

/** The deviation is that within a weekday. */
function weekly(random: Uniform, night: number): number {
  return normal(random) + (((night % 7) + 7) % 7 >= 5 ? 3 : 0);
}
