/** A scenario whose target and AWS are one stand-in, whose address is known only once it listens. */
import type { ResolvedScenario } from '../scenario/schema.ts';

export function aimAt(scenario: ResolvedScenario, url: string): ResolvedScenario {
  const { watch, standIn } = scenario;
  // The stand-in's wire speaks wall-clock time: its minutes are shorter, and say so.
  const periodSeconds = watch.periodSeconds / (standIn?.timeCompression ?? 1);
  return Object.freeze({
    ...scenario,
    target: url,
    watch: Object.freeze({ ...watch, endpointUrl: url, periodSeconds }),
  });
}
