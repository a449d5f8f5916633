/** Series by a seed: several kinds of noise, with steps, ramps and outliers, long and short. */
import { type Uniform, uniform } from '../../bench/calibration/chance.ts';
import { NOISE_KINDS } from '../../bench/nights/noise-kinds.ts';

export interface MadeUpSeries {
  readonly name: string;
  readonly values: readonly number[];
}

/** What is laid over the noise; `at` is 0 to 1. */
const SHAPES: Readonly<Record<string, (random: Uniform) => (at: number) => number>> = {
  'no change': () => () => 0,
  'a step up': (random) => step(random, 4),
  'a step down': (random) => step(random, -3),
  'several steps': (random) => {
    const steps = [step(random, 5), step(random, -2), step(random, 3), step(random, -6)];
    return (at) => steps.reduce((sum, one) => sum + one(at), 0);
  },
  'a ramp': () => (at) => 8 * at,
  'a step at the end': () => (at) => (at > 0.97 ? 6 : 0),
  'a spike': (random) => {
    const place = random();
    return (at) => (Math.abs(at - place) < 0.006 ? 20 : 0);
  },
};

/**
 * Every shape over every kind of noise in turn, of 2 to 330 values. Each ninth, and what comes in whole periods, in whole
 * numbers: where others tie, rounding alone would choose among equals.
 */
export function madeUpSeries(count: number): MadeUpSeries[] {
  const shapes = Object.entries(SHAPES);
  return Array.from({ length: count }, (_, seed) => {
    const random = uniform(seed);
    const [shape, make] = shapes[seed % shapes.length]!;
    const noise = NOISE_KINDS[seed % NOISE_KINDS.length]!;
    const length = 2 + Math.floor(random() ** 2 * 330);
    const over = make(random);
    const isWhole = seed % 9 === 0 || noise.name.startsWith('whole');
    const values = noise
      .draw(length, seed)
      .map((deviation, index) => 100 + deviation + over(index / length))
      .map((value) => (isWhole ? Math.round(value) : value));
    return { name: `${seed}: ${shape}, ${noise.name}, ${length} values`, values };
  });
}

function step(random: Uniform, height: number): (at: number) => number {
  const place = random();
  return (at) => (at >= place ? height : 0);
}
