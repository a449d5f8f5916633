/** Scenarios for doctor's tests: the shipped one of wine, with keys changed. */
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { type WatchedScenario, watchesAws } from '../../src/scenario/schema.ts';

/** Against something that listens already, with its AWS APIs at the same place. */
export async function scenarioAt(url: string, ...set: string[]): Promise<WatchedScenario> {
  const scenario = await resolveScenario({
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
  if (!watchesAws(scenario)) throw new Error('The scenario watches nothing.');
  return scenario;
}

/** A constant rate for a time, expecting two instances of a target that nobody asks. */
export function steadyScenario(
  rps: number,
  seconds: number,
  ...set: string[]
): Promise<WatchedScenario> {
  return scenarioAt(
    'http://127.0.0.1:9',
    `phases.0={ duration: ${seconds}, arrivalRate: ${rps} }`,
    `phases.1={ pause: 1 }`,
    'scaleproof.expect.reachedRate=',
    'scaleproof.expect.converged=',
    ...set,
  );
}
