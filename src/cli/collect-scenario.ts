/** What `scaleproof collect` does, once its arguments are understood. */
import { UserError } from '../input/user-error.ts';
import { collect } from '../run/collect.ts';
import type { During } from '../run/during.ts';
import { resolveScenario } from '../scenario/resolve.ts';
import { type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';
import { showRun } from './show-run.ts';

export interface CollectFlags extends ScenarioFlags {
  /** Seconds. */
  readonly for?: number;
  readonly during?: string;
  readonly loadFrom?: string;
  readonly out: string;
  readonly label?: string;
  readonly json: boolean;
}

/** @returns the exit code */
export async function collectScenario(
  name: string,
  flags: CollectFlags,
  exit: (code: number) => void,
): Promise<number> {
  const during = duringOf(flags);
  const scenario = await resolveScenario(toScenarioRequest(name, flags));
  if (scenario.standIn !== null) {
    throw new UserError(
      `Environment "${flags.env}" starts a stand-in of its own, which nobody else could load; name another one, or add --set scaleproof.standIn= and --set scaleproof.watch.endpointUrl=URL for a stand-in that runs already.`,
    );
  }
  const { out, label = null, loadFrom = null } = flags;
  return showRun(flags, exit, (watched) =>
    collect({ ...watched, scenario, out, label, during, loadFrom }),
  );
}

/** @throws UserError when it is not said, or said twice, how long to watch */
function duringOf(flags: CollectFlags): During {
  if (flags.for !== undefined && flags.during !== undefined) {
    throw new UserError('--for and --during both say how long to watch; keep one of them.');
  }
  if (flags.during !== undefined) return { kind: 'command', command: flags.during };
  if (flags.for !== undefined) return { kind: 'seconds', seconds: flags.for };
  if (flags.loadFrom !== undefined) return { kind: 'past' };
  throw new UserError(
    'How long to watch is not said: add --for 20m, --during COMMAND, or --load-from FILE for a load that is over.',
  );
}
