/** How often what `compare` shows of one run against one holds the truth. */
import { intervalWithin } from '../../src/statistics/block-bootstrap.ts';
import { intervalOfChange } from '../../src/statistics/interval-of-change.ts';
import { CountedSeconds, geometricCuts } from '../../src/statistics/seconds.ts';
import { uniform } from '../calibration/chance.ts';
import { bucketsOf, simulate } from '../calibration/simulate.ts';
import { logNormal, type World } from '../calibration/world.ts';

export interface SingleRow {
  readonly rho: number;
  readonly spread: number;
  readonly seconds: number;
  readonly percentile: number;
  /** Shares: intervals of all pairs, and of those intervals the ones that hold the truth. */
  readonly stated: number;
  readonly covered: number;
  /** Means over those with an interval. */
  readonly blocks: number;
  readonly halfWidth: number;
}

const RESAMPLES = 400;

export function singleRow(
  { rho, spread, seconds }: Pick<World, 'rho' | 'spread' | 'seconds'>,
  percentile: number,
  pairs: number,
): SingleRow {
  const world: World = { rho, spread, seconds, tail: logNormal(0.3), rps: 400, stalls: 'none' };
  const random = uniform(percentile);
  const buckets = bucketsOf(world, 0);
  // The made-up histogram's own edges would be exact; these are as wrong as they are in use.
  const cuts = geometricCuts(0.2, 8);
  const share = percentile / 100;
  const makeRun = () => {
    const counts = new CountedSeconds(simulate(world, buckets, random).slices, cuts);
    return {
      levels: counts.excess(share),
      statistic: (chosen: Uint32Array) => counts.quantile(share, chosen),
    };
  };
  let [stated, covered, blocks, width] = [0, 0, 0, 0];
  for (let pair = 0; pair < pairs; pair += 1) {
    const within = () => intervalWithin(makeRun(), { random, resamples: RESAMPLES });
    const [from, to] = [within(), within()];
    if (from === null || to === null) continue;
    const interval = intervalOfChange(
      { ...from, value: from.seen },
      { ...to, value: to.seen },
      'ratio',
    );
    const { low, high } = interval!;
    stated += 1;
    blocks += Math.min(from.blocks, to.blocks);
    if (low <= 1 && 1 <= high) covered += 1;
    width += (high - low) / 2;
  }
  return {
    rho,
    spread,
    seconds,
    percentile,
    stated: stated / pairs,
    covered: covered / stated,
    blocks: blocks / stated,
    halfWidth: width / stated,
  };
}
