/** Scenarios for doctor's tests: the shipped one of wine, with keys changed. */
import { resolveScenario } from '../../src/scenario/resolve.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';

/** Against something that listens already, with its AWS APIs at the same place. */
export function scenarioAt(url: string, ...set: string[]): Promise<ResolvedScenario> {
  return resolveScenario({
    scenario: 'wine',
    environment: 'local',
    set: [
      'scaleproof.standIn=',
      `target=${url}`,
      'scaleproof.watch.endpointName=wine',
      `scaleproof.watch.endpointUrl=${url}`,
      'scaleproof.watch.periodSeconds=1',
      // Long enough for every expectation here to be met.
      'scaleproof.settle.maxSeconds=900',
      ...set,
    ],
    env: {},
  });
}

/** A constant rate for a time, expecting two instances of a target that nobody asks. */
export function steadyScenario(
  rps: number,
  seconds: number,
  ...set: string[]
): Promise<ResolvedScenario> {
  return scenarioAt(
    'http://127.0.0.1:9',
    `phases.0={ duration: ${seconds}, arrivalRate: ${rps} }`,
    `phases.1={ pause: 1 }`,
    'scaleproof.expect.reachedRate=',
    'scaleproof.expect.converged=',
    ...set,
  );
}
