/**
 * Fits the Universal Scalability Law (Gunther, "Guerrilla Capacity Planning", 2007):
 *
 *     X(n) = lambda n / (1 + sigma (n - 1) + kappa n (n - 1)),   sigma, kappa >= 0
 *
 * lambda: what one instance carries; sigma: share of the work that waits for something shared (contention); kappa:
 * what instances lose to keeping one another informed (coherency).
 */
import { levenbergMarquardt } from 'ml-levenberg-marquardt';

export interface Usl {
  readonly lambda: number;
  readonly sigma: number;
  readonly kappa: number;
}

export interface UslPoint {
  readonly instances: number;
  /** Throughput of all together. */
  readonly rps: number;
}

export function throughput({ lambda, sigma, kappa }: Usl, n: number): number {
  return (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1));
}

/** The count with the highest throughput, not rounded, at least 1; null where more always carry more. */
export function peakInstances({ sigma, kappa }: Usl): number | null {
  return kappa > 0 ? Math.max(1, Math.sqrt(Math.max(0, 1 - sigma) / kappa)) : null;
}

/** `relative`: an error of 5 % counts alike at every count. `absolute`: as published fits mostly do. */
export type Errors = 'relative' | 'absolute';

/** The parameters that are not zero; the others are at their bound. */
const FACES = [['sigma', 'kappa'], ['sigma'], ['kappa'], []] as const;
type Free = (typeof FACES)[number];
const OUTSIDE = -0.4;
/** Of one scaled so that both change the curve about alike. */
const STARTS = [0.02, 0.5, 5];
/** The library stops only there. From a start nearby, a few steps get as close. */
const ITERATIONS = { far: 80, near: 20 };

/**
 * Least squares with bounds. The library's own bounds clip each step, and can then end beside the optimum; here each
 * face of the allowed region is fitted without bounds, and the best result inside it wins.
 *
 * @param points at least one, rates above 0, counts of at least 1
 * @param near where to start, for data like those that it was fitted to
 */
export function fitUsl(points: readonly UslPoint[], errors: Errors = 'relative', near?: Usl): Usl {
  const problem = problemOf(points, errors, near);
  let best: Fitted | null = null;
  for (const free of FACES) {
    const fitted = fitFace(problem, free);
    if (!(fitted.usl.sigma >= 0 && fitted.usl.kappa >= 0)) continue;
    if (best === null || fitted.squares < best.squares) best = fitted;
    // Inside the region, the first face has the least of all, unless data far from any curve mislead it.
    if (near && free.length === 2) break;
  }
  return best!.usl;
}

interface Problem {
  readonly points: readonly UslPoint[];
  /** What a residual is divided by. */
  readonly units: readonly number[];
  /** Of all parameters, so that each is about 1: the library's damping knows no scales. */
  readonly scale: Usl;
  readonly starts: readonly Usl[];
  readonly iterations: number;
}

function problemOf(points: readonly UslPoint[], errors: Errors, near: Usl | undefined): Problem {
  const most = Math.max(2, ...points.map(({ instances }) => instances));
  const lambda = Math.max(...points.map(({ instances, rps }) => rps / instances));
  const highest = Math.max(...points.map(({ rps }) => rps));
  const scale = { lambda, sigma: 1 / (most - 1), kappa: 1 / (most * (most - 1)) };
  return {
    points,
    scale,
    iterations: near ? ITERATIONS.near : ITERATIONS.far,
    units: points.map(({ rps }) => (errors === 'relative' ? rps : highest)),
    starts: near
      ? [near]
      : STARTS.map((start) => ({
          lambda,
          sigma: start * scale.sigma,
          kappa: start * scale.kappa,
        })),
  };
}

/** Linear: no search. */
function proportional({ points, units }: Problem): Fitted {
  const sum = (of: (point: UslPoint, unit: number) => number) =>
    points.reduce((all, point, at) => all + of(point, units[at]!), 0);
  const products = sum(({ instances, rps }, unit) => (instances / unit) * (rps / unit));
  const lambda = products / sum(({ instances }, unit) => (instances / unit) ** 2);
  const squares = sum(({ instances, rps }, unit) => ((lambda * instances - rps) / unit) ** 2);
  return { usl: { lambda, sigma: 0, kappa: 0 }, squares };
}

interface Fitted {
  readonly usl: Usl;
  readonly squares: number;
}

function fitFace(problem: Problem, free: Free): Fitted {
  if (free.length === 0) return proportional(problem);
  const found = problem.starts.flatMap((start) => {
    // The library throws where its equations are singular: for counts all alike, or data far from any curve.
    try {
      return [search(problem, free, start)];
    } catch {
      return [];
    }
  });
  const nothing = { usl: { lambda: 0, sigma: -1, kappa: -1 }, squares: Number.POSITIVE_INFINITY };
  return found.reduce<Fitted>((best, one) => (one.squares < best.squares ? one : best), nothing);
}

function search({ points, units, scale, iterations }: Problem, free: Free, start: Usl): Fitted {
  const names = ['lambda', ...free] as const;
  const uslOf = (values: readonly number[]): Usl => {
    const usl = { lambda: 0, sigma: 0, kappa: 0 };
    names.forEach((name, at) => {
      usl[name] = values[at]! * scale[name];
    });
    return usl;
  };
  const { parameterValues, parameterError } = levenbergMarquardt(
    { x: points.map((_, at) => at), y: points.map(({ rps }, at) => rps / units[at]!) },
    (values) => (at) => throughput(uslOf(values), points[at]!.instances) / units[at]!,
    {
      initialValues: names.map((name) => start[name] / scale[name]),
      jacobianFunction: (values) => (at) => {
        const { instances: n } = points[at]!;
        const usl = uslOf(values);
        const whole = throughput(usl, n) / units[at]!;
        const divisor = 1 + usl.sigma * (n - 1) + usl.kappa * n * (n - 1);
        const slope = {
          lambda: whole / values[0]!,
          sigma: (-whole * (n - 1) * scale.sigma) / divisor,
          kappa: (-whole * n * (n - 1) * scale.kappa) / divisor,
        };
        return names.map((name) => slope[name]);
      },
      ...{ maxIterations: iterations, errorTolerance: 1e-24 },
      // Outside the region far enough to be seen, but not where the curve has a pole.
      minValues: names.map((name) => (name === 'lambda' ? 1e-6 : OUTSIDE)),
    },
  );
  return { usl: uslOf(parameterValues), squares: parameterError };
}
