/** Points a scenario's target and AWS endpoint at a stand-in, whose URL is known once it listens. */
import type { WatchedScenario } from '../scenario/schema.ts';

export function aimAt(scenario: WatchedScenario, url: string): WatchedScenario {
  const { watch, standIn } = scenario;
  // The stand-in's API uses wall-clock time, so under compression its periods are shorter.
  const periodSeconds = watch.periodSeconds / (standIn?.timeCompression ?? 1);
  return Object.freeze({
    ...scenario,
    target: url,
    watch: Object.freeze({ ...watch, endpointUrl: url, periodSeconds }),
  });
}
