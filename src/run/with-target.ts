/** Something to be done to a scenario's target, with the stand-in started around it where it has one. */
import type { ResolvedScenario } from '../scenario/schema.ts';
import { aimAt } from './aim-at.ts';
import { startStandInProcess } from './stand-in-process.ts';

/** The stand-in is stopped whatever comes of the work. */
export async function withTarget<T>(
  scenario: ResolvedScenario,
  work: (aimed: ResolvedScenario) => Promise<T>,
): Promise<T> {
  const { standIn: config, system, watch } = scenario;
  if (!config) return work(scenario);
  const standIn = await startStandInProcess({ system, config, watch, port: 0 });
  try {
    return await work(aimAt(scenario, standIn.url));
  } finally {
    await standIn.stop();
  }
}
