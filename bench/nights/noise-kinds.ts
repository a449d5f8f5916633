/** Nights without a change: every kind has mean 0 and standard deviation 1. */
import { normal, uniform } from '../calibration/chance.ts';

export interface NoiseKind {
  readonly name: string;
  readonly draw: (count: number, seed: number) => number[];
}

export const NOISE_KINDS: readonly NoiseKind[] = [
  kind('independent, normal', () => normal),
  kind('AR(1), 0.3', () => carrying(0.3)),
  kind('AR(1), 0.6', () => carrying(0.6)),
  kind("heavy tails, Student's t with 3 degrees", () => heavyTailed),
  kind('skewed, log-normal', () => skewed),
  kind('normal, an outlier of 8 standard deviations in 50 nights', () => withOutliers),
  kind('whole periods: one night in six is two more', () => twoLevels),
  kind('weekly: two nights 3 standard deviations higher', () => weekly),
];

type Draw = (random: () => number, night: number) => number;

function kind(name: string, make: () => Draw): NoiseKind {
  return {
    name,
    draw: (count, seed) => {
      const random = uniform(seed);
      const draw = make();
      for (let warm = 0; warm < 50; warm += 1) draw(random, 0);
      return Array.from({ length: count }, (_, night) => draw(random, night));
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

function heavyTailed(random: () => number): number {
  const squares = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2;
  return normal(random) / Math.sqrt(squares / 3) / Math.sqrt(3);
}

function skewed(random: () => number): number {
  return (
    (Math.exp(0.5 * normal(random)) - Math.exp(0.125)) /
    Math.sqrt((Math.exp(0.25) - 1) * Math.exp(0.25))
  );
}

function withOutliers(random: () => number): number {
  const value = normal(random);
  return random() < 0.02 ? value + 8 : value;
}

function twoLevels(random: () => number): number {
  return (random() < 1 / 6 ? 5 / 6 : -1 / 6) / Math.sqrt(5 / 36);
}

function weekly(random: () => number, night: number): number {
  return normal(random) + (night % 7 >= 5 ? 3 : 0);
}
