/** Runs work against a scenario's target, starting and stopping its stand-in if it has one. */
import { type ResolvedScenario, watchesAws } from '../scenario/schema.ts';
import { aimAt } from './aim-at.ts';
import { startStandInProcess } from './stand-in-process.ts';

/** Stops the stand-in even if the work fails. */
export async function withTarget<T>(
  scenario: ResolvedScenario,
  work: (aimed: ResolvedScenario) => Promise<T>,
): Promise<T> {
  const { standIn: config, system } = scenario;
  // There is nothing to play without an endpoint to watch.
  if (!config || !watchesAws(scenario)) return work(scenario);
  const { watch } = scenario;
  const standIn = await startStandInProcess({ system, config, watch, port: 0 });
  try {
    return await work(aimAt(scenario, standIn.url));
  } finally {
    await standIn.stop();
  }
}
