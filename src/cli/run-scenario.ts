/** What `scaleproof run` does, once its arguments are understood. */
import { run } from '../run/run.ts';
import type { Engine } from '../scenario/engine-names.ts';
import { resolveScenario } from '../scenario/resolve.ts';
import { collectScenario } from './collect-scenario.ts';
import { EXIT_USAGE } from './exit-codes.ts';
import { guard } from './guard.ts';
import { type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';
import { showRun } from './show-run.ts';

export interface RunFlags extends ScenarioFlags {
  readonly engine: Engine;
  readonly seed?: number;
  readonly out: string;
  readonly label?: string;
  readonly json: boolean;
  readonly yes: boolean;
  /** Dollars. */
  readonly maxCost?: number;
  readonly loadFrom?: string;
}

/** @returns the exit code */
export async function runScenario(
  name: string,
  flags: RunFlags,
  exit: (code: number) => void,
): Promise<number> {
  // Nothing is to be sent then: it is a collection, whatever it was called.
  if (flags.loadFrom !== undefined) return collectScenario(name, flags, exit);
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    engine: flags.engine,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  });
  if (!(await guard(scenario, flags))) {
    process.stderr.write('Nothing was loaded.\n');
    return EXIT_USAGE;
  }
  const { out, label = null } = flags;
  return showRun(flags, exit, (watched) => run({ ...watched, scenario, out, label }));
}
