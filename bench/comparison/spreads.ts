/** Which test sees that latencies within runs spread differently, and which calls equal ones different. */

import { mannWhitney } from '../../src/statistics/mann-whitney.ts';
import { type Distribution, spreadChange } from '../../src/statistics/spread-change.ts';
import { normal, type Uniform, uniform } from '../calibration/chance.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';

interface Candidate {
  readonly what: string;
  readonly sigma?: number;
  readonly level?: number;
  /** Requests that are `times` as slow. */
  readonly slow?: { readonly share: number; readonly times: number };
}

/** Runs of the base differ in level and in sigma by 5 %, and one request in a hundred takes 2.5 times as long. */
const CANDIDATES: readonly Candidate[] = [
  { what: 'nothing' },
  { what: 'all 10 % slower', level: 1.1 },
  { what: 'sigma 15 % greater', sigma: 1.15 },
  { what: 'sigma 30 % greater', sigma: 1.3 },
  { what: '10 % of requests 1.6 times as slow', slow: { share: 0.1, times: 1.6 } },
  { what: '3 % of requests 4 times as slow', slow: { share: 0.03, times: 4 } },
  { what: '1.5 % of requests 10 times as slow', slow: { share: 0.015, times: 10 } },
];
const REQUESTS = 2_000;
const ALPHA = 0.05;

type Run = Distribution & { readonly latencies: Float64Array };
type Test = (base: readonly Run[], candidate: readonly Run[]) => number;

const ratio = (run: Run, upper: number, lower: number) =>
  run.quantile(upper)! / run.quantile(lower)!;
/** Every tenth request: with more, even more sets are called different. */
const pooled = (runs: readonly Run[]) =>
  runs.flatMap(({ latencies }) => Array.from(latencies).filter((_, index) => index % 10 === 0));
const byRun =
  (test: typeof mannWhitney | typeof kolmogorovSmirnov, of: (run: Run) => number): Test =>
  (base, candidate) =>
    test(base.map(of), candidate.map(of)).pValue;

export const SPREAD_TESTS: Record<string, Test> = {
  'KS, 200 requests of each run': (base, candidate) =>
    kolmogorovSmirnov(pooled(base), pooled(candidate)).pValue,
  'KS, p99 of runs': byRun(kolmogorovSmirnov, (run) => run.quantile(0.99)!),
  'KS, p99/p50 of runs': byRun(kolmogorovSmirnov, (run) => ratio(run, 0.99, 0.5)),
  'ranks, p90/p10': byRun(mannWhitney, (run) => ratio(run, 0.9, 0.1)),
  'ranks, p99/p50': byRun(mannWhitney, (run) => ratio(run, 0.99, 0.5)),
  '`spreadChange`: both': (base, candidate) => spreadChange(base, candidate)!.pValue,
};

export interface SpreadRow {
  readonly what: string;
  readonly size: number;
  /** Shares of pairs of sets that each test calls different at 95 %, in its order. */
  readonly seen: readonly number[];
}

export function spreadRows(size: number, pairs: number): SpreadRow[] {
  return CANDIDATES.map((candidate) => {
    const random = uniform(size);
    const runs = (one: Candidate) => Array.from({ length: size }, () => makeRun(one, random));
    const hits = Object.values(SPREAD_TESTS).map(() => 0);
    for (let pair = 0; pair < pairs; pair += 1) {
      const base = runs(CANDIDATES[0]!);
      const other = runs(candidate);
      Object.values(SPREAD_TESTS).forEach((test, index) => {
        if (test(base, other) <= ALPHA) hits[index]! += 1;
      });
    }
    return { what: candidate.what, size, seen: hits.map((count) => count / pairs) };
  });
}

function makeRun({ sigma = 1, level = 1, slow }: Candidate, random: Uniform): Run {
  const ownLevel = level * Math.exp(0.05 * normal(random));
  const ownSigma = 0.3 * sigma * Math.exp(0.05 * normal(random));
  const latencies = Float64Array.from({ length: REQUESTS }, () => {
    const usual = ownLevel * Math.exp(ownSigma * normal(random));
    const late = random() < 0.01 ? 2.5 : 1;
    return usual * late * (slow !== undefined && random() < slow.share ? slow.times : 1);
  }).sort();
  return { latencies, quantile: (share) => latencies[Math.floor(share * (REQUESTS - 1))]! };
}
