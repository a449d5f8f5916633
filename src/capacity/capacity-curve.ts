/** Fits a curve to points at several counts, with bootstrap intervals of all that is read off it. */
import { randomLcg } from 'd3-random';
import { counted, percent, rate } from '../format/numbers.js';
import { studentQuantile } from '../statistics/distributions.ts';
import {
  type CapacityCurve,
  type Estimate,
  FEWEST_COUNTS,
  FEWEST_POINTS,
  MOST_INSTANCES,
} from './curve-result.ts';
import type { Chosen } from './like-points.ts';
import type { CurveKey } from './points.ts';
import { fitUsl, peakInstances, throughput, type Usl, type UslPoint } from './usl.ts';

export interface CurveQuestions {
  /** Counts whose throughput is asked for. */
  readonly at: readonly number[];
  /** Rates, requests/s, for which the fewest instances are asked for. */
  readonly needed: readonly number[];
  readonly across: readonly (keyof CurveKey)[];
}

export const RESAMPLES = 500;
const CONFIDENCE = 0.95;
const SEED = 0.7;
/** lambda, sigma and kappa. */
const PARAMETERS = 3;
/** Drawn to this multiple of the largest count seen, or as far as is asked for. */
const DRAWN = 1.5;
const DRAWN_POINTS = 60;

export function capacityCurve(
  chosen: Chosen,
  { at, needed, across }: CurveQuestions,
): CapacityCurve {
  const { key, points, leftOut } = chosen;
  const common = {
    schemaVersion: 1 as const,
    ...{
      key: key && { ...key },
      across: [...across],
      points: points.map((point) => ({ ...point })),
    },
    ...{ leftOut: [...leftOut], fewestPoints: FEWEST_POINTS, fewestCounts: FEWEST_COUNTS },
  };
  const lacking = insufficient(points);
  if (lacking !== null) {
    const nothing = { fit: null, predictions: [], needed: [], curve: [] };
    return { ...common, state: 'insufficient', headline: lacking, ...nothing };
  }
  const usl = fitUsl(points);
  const fits = resampledFits(points, usl);
  const largest = Math.max(...points.map(({ instances }) => instances));
  const estimate = (of: (one: Usl) => number): Estimate => interval(of(usl), fits.map(of));
  const fit = {
    lambda: estimate(({ lambda }) => lambda),
    sigma: estimate(({ sigma }) => sigma),
    kappa: estimate(({ kappa }) => kappa),
    peakInstances:
      usl.kappa > 0 ? estimate((one) => peakInstances(one) ?? Number.POSITIVE_INFINITY) : null,
    ...{ confidence: CONFIDENCE, resamples: RESAMPLES, largestInstances: largest },
    residual: Math.sqrt(sum(residuals(points, usl).map((one) => one * one)) / points.length),
  };
  const answers = needed.map((rps) => {
    const counts = fits.map((one) => fewestFor(one, rps));
    const instances = fewestFor(usl, rps);
    const { low, high } = interval(instances, counts);
    return {
      rps,
      instances: finite(instances),
      low: finite(Math.floor(low)),
      high: high === null ? null : Math.ceil(high),
      extrapolated: instances > largest,
    };
  });
  const furthest = Math.max(DRAWN * largest, ...at, ...answers.map((one) => one.instances ?? 0));
  const curve = Array.from({ length: DRAWN_POINTS + 1 }, (_, index) => {
    const instances = 1 + ((furthest - 1) * index) / DRAWN_POINTS;
    const { value, low, high } = estimate((one) => throughput(one, instances));
    return { instances, rps: value, low, high: high! };
  });
  return {
    ...common,
    state: 'fitted',
    headline: headline(fit),
    fit,
    predictions: at.map((instances) => ({
      instances,
      rps: estimate((one) => throughput(one, instances)),
      extrapolated: instances > largest,
    })),
    needed: answers,
    curve,
  };
}

function insufficient(points: Chosen['points']): string | null {
  const counts = new Set(points.map(({ instances }) => instances)).size;
  if (points.length < FEWEST_POINTS) {
    return `Insufficient: ${points.length} of ${FEWEST_POINTS} points. Run \`scaleproof capacity\`, or load that reaches the limit, at more counts of instances.`;
  }
  return counts < FEWEST_COUNTS
    ? `Insufficient: ${counts} of ${FEWEST_COUNTS} counts of instances. Fewer cannot tell contention (sigma) from coherency (kappa); measure at another count.`
    : null;
}

/**
 * Resamples the relative residuals of the fit. They are smaller than the errors, since the fit follows the points,
 * and few: both are made up for, by the degrees of freedom and by Student's t.
 */
function resampledFits(points: readonly UslPoint[], usl: Usl): Usl[] {
  const random = randomLcg(SEED);
  const free = points.length - PARAMETERS;
  const wider =
    Math.sqrt(points.length / free) * (studentQuantile(0.975, free) / studentQuantile(0.975, 1e6));
  const errors = residuals(points, usl).map((one) => wider * one);
  return Array.from({ length: RESAMPLES }, () => {
    const resampled = points.map(({ instances }) => {
      const error = errors[Math.floor(random() * errors.length)]!;
      return { instances, rps: throughput(usl, instances) * Math.max(0.01, 1 + error) };
    });
    return fitUsl(resampled, 'relative', usl);
  });
}

function residuals(points: readonly UslPoint[], usl: Usl): number[] {
  return points.map(({ instances, rps }) => rps / throughput(usl, instances) - 1);
}

/** Of the percentiles; always around the estimate. */
function interval(value: number, drawn: readonly number[]): Estimate {
  const sorted = drawn.toSorted((left, right) => left - right);
  const [low, high] = [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2].map(
    (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!,
  ) as [number, number];
  return { value, low: Math.min(value, low), high: finite(Math.max(value, high)) };
}

/** Infinity where none carries it. */
function fewestFor(usl: Usl, rps: number): number {
  const last = Math.min(MOST_INSTANCES, Math.ceil(peakInstances(usl) ?? MOST_INSTANCES));
  const enough = (n: number) => throughput(usl, n) >= rps;
  if (!enough(last) && !enough(Math.max(1, last - 1))) return Number.POSITIVE_INFINITY;
  let [tooFew, some] = [0, enough(last) ? last : last - 1];
  while (some - tooFew > 1) {
    const middle = (tooFew + some) >>> 1;
    if (enough(middle)) some = middle;
    else tooFew = middle;
  }
  return some;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}

function headline({
  lambda,
  sigma,
  kappa,
  peakInstances: peak,
  largestInstances: largest,
}: NonNullable<CapacityCurve['fit']>): string {
  const one = `One instance carries ${rate(lambda.value)}`;
  const upTo = `up to ${counted(largest, 'instance')}`;
  if (kappa.low > 0 && peak !== null) {
    const beyond = peak.value > largest ? ', which is extrapolated' : '';
    return `${one}; instances slow one another down (kappa), so throughput is highest at about ${counted(Math.round(peak.value), 'instance')}${beyond}.`;
  }
  if (sigma.low > 0) {
    return `${one}; ${percent(sigma.value)} of the work waits for something shared (sigma), so each further instance adds less.`;
  }
  return `${one}, and throughput grows with their number ${upTo}: neither contention nor coherency is shown.`;
}
