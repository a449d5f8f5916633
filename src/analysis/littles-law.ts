/** Checks the measurement with Little's law, which holds for every stable system. */
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
 * Error of the in-flight samples, in requests: a paced generator sends at fixed points of each second, so all
 * samples at the ends of seconds see the same phase.
 */
const PHASE_ERROR = 2;

/**
 * L = λW (Little 1961) over a steady window. W runs from sending to the end of the answer, since a request
 * that waits to be sent is not in flight. The measurement is wrong when the two sides differ by more than
 * 10 % and by more than sampling explains (3 standard errors of a mean of Poisson counts).
 */
export function littlesLaw({ load }: SteadyWindow): LittlesLaw | null {
  const service = sketchOver(load, 'serviceTimeMs');
  const open = load.flatMap(({ inFlight }) => inFlight ?? []);
  if (load.length === 0 || open.length < load.length || service.count === 0) return null;
  const inFlight = open.reduce((sum, one) => sum + one, 0) / load.length;
  const expected = service.sum / 1_000 / load.length;
  const difference = Math.abs(inFlight - expected);
  const sampling = PHASE_ERROR + 3 * Math.sqrt(Math.max(inFlight, expected) / load.length);
  return {
    inFlight,
    expected,
    deviation: inFlight === 0 ? (difference === 0 ? 0 : 1) : difference / inFlight,
    violated: difference > Math.max(TOLERANCE * inFlight, sampling),
  };
}
