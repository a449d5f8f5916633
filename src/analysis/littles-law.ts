/** Checks the measurement against Little's law, which holds for every stable system. */
import { sketchOver } from './load-seconds.ts';
import type { SteadyWindow } from './steady-windows.ts';

export interface LittlesLaw {
  /** L: mean of the requests in flight at the end of each second. */
  readonly inFlight: number;
  /** λW: requests answered per second x mean service time. */
  readonly expected: number;
  /** |L - λW| / L. */
  readonly deviation: number;
  readonly violated: boolean;
}

const TOLERANCE = 0.1;
/**
 * Requests in flight that the ends of seconds may be off by: a paced generator sends on the beat of
 * the second, so that all samples see the same phase of it.
 */
const PHASE_ERROR = 2;

/**
 * L = λW (Little 1961) over a steady window, W from sending to the end of the answer, for a request
 * that waits to be sent is not in flight. More than 10 % apart, and more than the sampling can
 * explain (3 standard errors of a mean of Poisson counts): the measurement is wrong.
 */
export function littlesLaw({ load }: SteadyWindow): LittlesLaw | null {
  const service = sketchOver(load, 'serviceTimeMs');
  if (load.length === 0 || service.count === 0) return null;
  const inFlight = load.reduce((sum, second) => sum + second.inFlight, 0) / load.length;
  const expected = service.sum / 1_000 / load.length;
  const apart = Math.abs(inFlight - expected);
  const sampling = PHASE_ERROR + 3 * Math.sqrt(Math.max(inFlight, expected) / load.length);
  return {
    inFlight,
    expected,
    deviation: inFlight === 0 ? (apart === 0 ? 0 : 1) : apart / inFlight,
    violated: apart > Math.max(TOLERANCE * inFlight, sampling),
  };
}
