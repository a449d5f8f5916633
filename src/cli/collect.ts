/** `scaleproof collect`: collects metrics and judges an external load. */
import { Command } from 'commander';
import { UserError } from '../input/user-error.ts';
import type { During } from '../run/during.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import { addRecordOptions } from './history/history-options.ts';
import {
  RATE,
  STOP_WHEN_DECIDED,
  toLabel,
  toRate,
  toSeconds,
  toWorkers,
  UI,
} from './option-values.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface CollectFlags extends ScenarioFlags {
  readonly rate?: number;
  /** Seconds. */
  readonly for?: number;
  readonly during?: string;
  readonly loadFrom?: string;
  readonly workers?: number;
  readonly out: string;
  readonly label?: string;
  readonly junit?: string;
  readonly json: boolean;
  readonly record: boolean;
  readonly stopWhenDecided: boolean;
  readonly ui: boolean;
  readonly history: string;
}

/** @param exit called with the exit code after all output is written */
export function collectCommand(exit: (code: number) => void): Command {
  const command = new Command('collect')
    .description(
      'Watch and judge an external load, for example from Fargate, a colleague or real users.',
    )
    .argument('<scenario>', 'a scenario in scenarios/, for example wine, or a path');
  return addRecordOptions(addScenarioOptions(command, 'nightly'))
    .option('--for <duration>', 'how long to watch: seconds, or a duration such as 20m', toSeconds)
    .option('--during <command>', 'run this shell command and watch until it exits')
    .option(
      '--load-from <file>',
      'read samples of the load from this file (load.ndjson, k6, JMeter, vegeta)',
    )
    .option(
      '--workers <n>',
      'as many workers send the load; import their samples afterwards',
      toWorkers,
    )
    .option('--rate <rps>', RATE, toRate)
    .option('-o, --out <dir>', 'parent of the run directory', 'reports')
    .option('--label <text>', 'label for the run, recorded in manifest and verdict', toLabel)
    .option('--json', 'print the verdict as JSON on stdout; progress goes to stderr', false)
    .option('--junit <file>', 'write junit.xml to this file, too; also when nothing could run')
    .option('--stop-when-decided', STOP_WHEN_DECIDED, false)
    .option('--ui', UI, false)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, _: unknown, command: Command) =>
      exit(await collectScenario(scenario, command.optsWithGlobals(), exit)),
    );
}

const EXAMPLES = `
Without samples (--load-from), checks that need the caller's view are skipped:
latency, errors, accuracy, achieved rate. Nothing is written to AWS.

Exit codes: those of \`scaleproof run\`.

Examples:
  npx scaleproof collect wine --env release --for 30m
  npx scaleproof collect wine --during 'k6 run soak.js'
  npx scaleproof collect wine --load-from colleague/load.ndjson
  npx scaleproof collect wine --load-from k6.json.gz
  npx scaleproof collect wine --workers 20 --for 30m
`;

/** @returns the exit code */
export async function collectScenario(
  name: string,
  flags: CollectFlags,
  exit: (code: number) => void,
): Promise<number> {
  const during = duringOf(flags);
  if (flags.workers !== undefined && flags.loadFrom !== undefined) {
    throw new UserError(
      '--workers and --load-from are mutually exclusive; `scaleproof import` reads the samples of several workers.',
    );
  }
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    ...(flags.rate === undefined ? {} : { peakRps: flags.rate }),
    loadElsewhere: true,
  });
  refuseOwnStandIn(scenario);
  const { out, label = null, loadFrom = null, workers, stopWhenDecided } = flags;
  if (scenario.watch === null && loadFrom === null) {
    throw new UserError(
      `Environment "${flags.env}" has \`watch: none\`, so there is nothing to collect; add --load-from FILE to judge samples of the load, name an endpoint in config.scaleproof.watch, or let \`scaleproof run\` send the load.`,
    );
  }
  const { collect } = await import('../run/collect.ts');
  const { showRun } = await import('./show-run.ts');
  return showRun(flags, exit, async (watched) => ({
    result: await collect({
      ...{ ...watched, scenario, out, label, during, loadFrom, stopWhenDecided },
      ...(workers !== undefined && { expectedWorkers: workers }),
    }),
    notRepeated: null,
  }));
}

/** @throws UserError where nobody else could send to what the scenario watches */
export function refuseOwnStandIn({ standIn, environment }: ResolvedScenario): void {
  if (standIn === null) return;
  throw new UserError(
    `Environment "${environment}" starts its own stand-in, which no external load can reach; use another environment, or add --set scaleproof.standIn= and --set scaleproof.watch.endpointUrl=URL for a running stand-in.`,
  );
}

/** @throws UserError when no duration is given, or more than one */
function duringOf(flags: CollectFlags): During {
  if (flags.for !== undefined && flags.during !== undefined) {
    throw new UserError('--for and --during are mutually exclusive; both say how long to watch.');
  }
  if (flags.during !== undefined) return { kind: 'command', command: flags.during };
  if (flags.for !== undefined) return { kind: 'seconds', seconds: flags.for };
  if (flags.loadFrom !== undefined) return { kind: 'past' };
  throw new UserError(
    'Say how long to watch: add --for 20m, --during COMMAND, or --load-from FILE for a past load.',
  );
}
