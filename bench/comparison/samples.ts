/** How often the interval between two sets of runs holds the truth, and what size of change it shows. */
import { mannWhitney } from '../../src/statistics/mann-whitney.ts';
import { ratioInterval } from '../../src/statistics/shift.ts';
import { normal, type Uniform, uniform } from '../calibration/chance.ts';

/** What one run measures: around 100, varying by some 5 % from run to run. */
export const KINDS: Record<string, (random: Uniform) => number> = {
  'log-normal': (random) => 100 * Math.exp(0.05 * normal(random)),
  // Student's t of two degrees of freedom has no variance; a run in twenty is far off.
  'heavy-tailed': (random) =>
    100 * Math.exp((0.03 * normal(random)) / Math.sqrt(-Math.log(1 - random()))),
  // Whole alarm periods of 10 s.
  'in steps of 10': (random) => 10 * Math.round(10 * Math.exp(0.05 * normal(random))),
};

export interface SampleRow {
  readonly kind: string;
  readonly size: number;
  /** Shares of all pairs. */
  readonly covered: number;
  readonly falseAlarms: number;
  /** Half the interval's length, median over the pairs. */
  readonly halfWidth: number;
  readonly seesTenPercent: number;
}

export function sampleRows(sizes: readonly number[], pairs: number): SampleRow[] {
  return Object.entries(KINDS).flatMap(([kind, draw]) =>
    sizes.map((size) => {
      const random = uniform(size);
      const runs = (factor: number) => Array.from({ length: size }, () => factor * draw(random));
      const widths: number[] = [];
      let [covered, falseAlarms, seen] = [0, 0, 0];
      for (let pair = 0; pair < pairs; pair += 1) {
        const base = runs(1);
        const same = runs(1);
        const { low, high } = ratioInterval(base, same)!.interval!;
        if (low <= 1 && 1 <= high) covered += 1;
        if (mannWhitney(base, same).pValue <= 0.05) falseAlarms += 1;
        if (mannWhitney(base, runs(1.1)).pValue <= 0.05) seen += 1;
        widths.push((high - low) / 2);
      }
      const halfWidth = widths.sort((left, right) => left - right)[pairs >> 1]!;
      return {
        kind,
        size,
        covered: covered / pairs,
        falseAlarms: falseAlarms / pairs,
        halfWidth,
        seesTenPercent: seen / pairs,
      };
    }),
  );
}
