/** Capacity tests on every stand-in of known capacity, spread over the cores; for any table that wants them. */
import { type CapacityTrial, KNOWN_ENDPOINTS } from '../../test/matrix/known-capacities.ts';
import { onEveryCore } from '../on-every-core.ts';

export interface Question {
  /** Index into KNOWN_ENDPOINTS. */
  readonly endpoint: number;
  readonly seed: number;
}

/** @param seeds of each endpoint, from 1 */
export function capacityTrials(seeds: number): Promise<CapacityTrial[]> {
  const questions = KNOWN_ENDPOINTS.flatMap((_, endpoint) =>
    Array.from({ length: seeds }, (__, index): Question => ({ endpoint, seed: index + 1 })),
  );
  return onEveryCore<Question, CapacityTrial>(new URL('./worker.ts', import.meta.url), questions);
}
