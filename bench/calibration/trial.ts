/** How often the statistics are right about a made-up load: many runs of it, each judged. */
import { certify } from '../../src/analysis/certify.ts';
import { percentileInterval } from '../../src/analysis/percentile-interval.ts';
import { uniform } from './chance.ts';
import { bootstrapInterval, certifiedByRequests } from './former.ts';
import { bucketsOf, simulate } from './simulate.ts';
import { trueQuantile, type World } from './world.ts';

/** Bounds as multiples of the true percentile: at 1 neither answer is right more often than promised. */
export const BOUNDS = [1, 1.1, 1.25, 1.5] as const;

/** Numbers of runs. */
export interface Tally {
  readonly runs: number;
  /** By bound. */
  readonly met: readonly number[];
  readonly missed: readonly number[];
  readonly looks: number;
  /** Runs that stated an interval, and those of them whose interval lay below or above the truth. */
  readonly stated: number;
  readonly below: number;
  readonly above: number;
  /** The method before, at the true percentile. */
  readonly former: { readonly met: number; readonly missed: number; readonly covered: number };
}

export interface Question {
  readonly world: World;
  readonly percentile: number;
  readonly confidence: number;
  readonly runs: number;
  readonly seed: number;
  readonly withFormer: boolean;
}

export function ask({ world, percentile, confidence, runs, seed, withFormer }: Question): Tally {
  const truth = trueQuantile(world, percentile / 100);
  const buckets = bucketsOf(world, truth);
  const met = BOUNDS.map(() => 0);
  const missed = BOUNDS.map(() => 0);
  const former = { met: 0, missed: 0, covered: 0 };
  let [looks, stated, below, above] = [0, 0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const random = uniform(seed * 100_003 + run);
    const made = simulate(world, buckets, random);
    looks += (made.waves?.looks ?? 0) / runs;
    BOUNDS.forEach((times, index) => {
      const bound = { percentile, maxMs: Math.exp(truth) * times };
      const { state } = certify(made, bound, confidence);
      if (state === 'met') met[index]! += 1;
      if (state === 'missed') missed[index]! += 1;
    });
    const interval = percentileInterval(made, percentile);
    if (interval !== null) {
      stated += 1;
      if (interval.high < Math.exp(truth)) below += 1;
      if (interval.low > Math.exp(truth)) above += 1;
    }
    if (!withFormer) continue;
    const said = certifiedByRequests(made, Math.exp(truth), percentile, confidence);
    if (said !== 'open') former[said] += 1;
    const { low, high } = bootstrapInterval(made, percentile, random);
    if (low <= Math.exp(truth) && high >= Math.exp(truth)) former.covered += 1;
  }
  return { runs, met, missed, looks, stated, below, above, former };
}
