/** A scenario whose target and AWS are one stand-in, whose address is known only once it listens. */
import type { ResolvedScenario } from '../scenario/schema.ts';

export function aimAt(scenario: ResolvedScenario, url: string): ResolvedScenario {
  return Object.freeze({
    ...scenario,
    target: url,
    watch: Object.freeze({ ...scenario.watch, endpointUrl: url }),
  });
}
