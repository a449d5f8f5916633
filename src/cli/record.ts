/** `scaleproof record`: keeps what AWS answers of an endpoint, with everybody's names replaced. */
import { Command } from 'commander';
import { UserError } from '../input/user-error.ts';
import { toSeconds } from './option-values.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface RecordFlags extends ScenarioFlags {
  /** Seconds. */
  readonly for?: number;
  readonly out?: string;
}

/** Answers are kept in memory: every poll tells the metrics of the whole recording again. */
const MOST_SECONDS = 6 * 3_600;

/** @param exit called with the exit code after all output is written */
export function recordCommand(exit: (code: number) => void): Command {
  const command = new Command('record')
    .description('Record what AWS answers of an endpoint, names replaced, to replay it anywhere.')
    .argument('<scenario>', 'a scenario in scenarios/, for example wine, or a path');
  return addScenarioOptions(command, 'nightly')
    .option('--for <duration>', 'how long to record: seconds, or a duration such as 20m', toSeconds)
    .option('-o, --out <dir>', 'new folder for the recording (default: recordings/TIME-SCENARIO)')
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, _: unknown, command: Command) =>
      exit(await record(scenario, command.optsWithGlobals(), exit)),
    );
}

const EXAMPLES = `
It only reads, as \`collect\` does, and sends no load: record while somebody or
something else does. Account IDs, ARNs, addresses and names of your own are
replaced by the same stand-ins everywhere; numbers, times and states stay.
Read the files before you share them. Ctrl-C ends the recording and keeps it.

Exit codes: 0 recorded, also after Ctrl-C; 2 usage or configuration, or a name
was left (nothing is kept then); 3 recorded, but AWS answered only with errors.

Examples:
  npx scaleproof record wine --for 20m
  npx scaleproof record wine --env release --for 1h --out recordings/release
  npx scaleproof local --recording recordings/release
`;

/** @returns the exit code */
async function record(
  name: string,
  flags: RecordFlags,
  exit: (code: number) => void,
): Promise<number> {
  const { for: forSeconds } = flags;
  if (forSeconds === undefined) {
    throw new UserError('Say how long to record: add --for 20m.');
  }
  if (forSeconds > MOST_SECONDS) {
    throw new UserError(
      '--for: a recording lasts 6 hours at most; record several, one after the other.',
    );
  }
  // Imported lazily: help and usage errors should not wait for these modules.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const { watchesAws } = await import('../scenario/schema.ts');
  const { refuseOwnStandIn } = await import('./collect.ts');
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    loadElsewhere: true,
  });
  refuseOwnStandIn(scenario);
  if (!watchesAws(scenario)) {
    throw new UserError(
      `Environment "${flags.env}" has \`watch: none\`, so there is nothing to record; name an endpoint in config.scaleproof.watch.`,
    );
  }
  const { recordScenario } = await import('./record-scenario.ts');
  return recordScenario({ scenario, forSeconds, out: flags.out, quiet: flags.quiet }, exit);
}
