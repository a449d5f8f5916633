/** Selects the load engine and checks that it can send the load before anything is started. */
import { UserError } from '../input/user-error.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { startArtillery } from './artillery.ts';
import { findK6 } from './k6/find.ts';
import { startK6 } from './k6/k6.ts';
import type { LoadProcess } from './load-process.ts';

export interface LoadEngine {
  /** Versions for the manifest, in addition to the packages'. */
  readonly versions: Readonly<Record<string, string>>;
  start(scenario: ResolvedScenario, directory: string): LoadProcess;
}

/** @throws UserError when the scenario's engine is not installed, or cannot send this load */
export function findEngine({ engine, way }: ResolvedScenario, env: NodeJS.ProcessEnv): LoadEngine {
  switch (engine) {
    case 'artillery':
      return { versions: {}, start: startArtillery };
    case 'k6': {
      if (way !== 'http') {
        throw new UserError(
          `--engine k6 cannot sign requests and supports only --way http, but this scenario uses way "${way}"; use --way http, or omit --engine.`,
        );
      }
      const k6 = findK6(env);
      return {
        versions: { k6: k6.version },
        start: (scenario, directory) => startK6(k6.binary, scenario, directory),
      };
    }
  }
}
