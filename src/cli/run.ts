/** `scaleproof run`: loads a target, watches it scale, and judges the run. */
import { Command, Option } from 'commander';
import { UserError } from '../input/user-error.ts';
import { ENGINES, type Engine } from '../scenario/engine-names.ts';
import { collectScenario } from './collect.ts';
import { addRecordOptions } from './history/history-options.ts';
import {
  RATE,
  STOP_WHEN_DECIDED,
  toDollars,
  toLabel,
  toRate,
  toRetries,
  toSeconds,
  toSeed,
  UI,
} from './option-values.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface RunFlags extends ScenarioFlags {
  readonly rate?: number;
  readonly engine: Engine;
  readonly seed?: number;
  readonly out: string;
  readonly label?: string;
  readonly junit?: string;
  readonly json: boolean;
  readonly record: boolean;
  readonly history: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
  /** US dollars. */
  readonly maxCost?: number;
  readonly loadFrom?: string;
  readonly retries: number;
  /** Seconds. */
  readonly retryWait?: number;
  readonly stopWhenDecided: boolean;
  readonly ui: boolean;
}

/** As long as a few scale-ins take, one after the other: 15 minutes of low load and a cooldown each. */
const RETRY_WAIT_SECONDS = 45 * 60;

/** @param exit called with the exit code after all output is written */
export function runCommand(exit: (code: number) => void): Command {
  const command = new Command('run')
    .description('Load a target, watch it scale, and judge the run.')
    .argument('<scenario>', 'a scenario in scenarios/, for example wine, or a path');
  return addRecordOptions(addScenarioOptions(command))
    .addOption(
      new Option('--engine <name>', 'load engine; k6 must be installed separately')
        .choices(ENGINES)
        .default('artillery'),
    )
    .option('--seed <n>', 'seed for drawing dataset rows', toSeed)
    .option('--rate <rps>', RATE, toRate)
    .option('-o, --out <dir>', 'parent of the run directory', 'reports')
    .option('--label <text>', 'label for the run, recorded in manifest and verdict', toLabel)
    .option('--json', 'print the verdict as JSON on stdout; progress goes to stderr', false)
    .option('--junit <file>', 'write junit.xml to this file, too; also when nothing could run')
    .option(
      '--load-from <file>',
      'send no load; judge these samples of one (load.ndjson, k6, JMeter, vegeta)',
    )
    .option(
      '--dry-run',
      'everything up to the load: plan, cost and duration; only ten predictions, and only on this machine',
      false,
    )
    .option('-y, --yes', 'load other machines without asking for confirmation', false)
    .option(
      '--max-cost <usd>',
      'refuse to run if the estimate exceeds this many US dollars',
      toDollars,
    )
    .option(
      '--retries <n>',
      'repeat a run that ended inconclusive because of chance or the instrument, up to n times (0 to 5); never a fail',
      toRetries,
      0,
    )
    .option(
      '--retry-wait <duration>',
      'between attempts, wait up to this long until the endpoint has scaled in again (default: 45m)',
      toSeconds,
    )
    .option('--stop-when-decided', STOP_WHEN_DECIDED, false)
    .option('--ui', UI, false)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, _: unknown, command: Command) =>
      exit(await runScenario(scenario, command.optsWithGlobals(), exit)),
    );
}

const EXAMPLES = `
Exit codes: 0 pass, 1 fail, 2 usage or configuration, 3 inconclusive,
            4 harness failure, 130/143 interrupted.

Examples:
  npx scaleproof run wine
  npx scaleproof run wine --dry-run
  npx scaleproof run wine --ui
  npx scaleproof run wine --engine k6
  npx scaleproof run wine --seed 7 --json > verdict.json
  npx scaleproof run wine --set scaleproof.standIn.policy.maxCapacity=1
  npx scaleproof run wine --env nightly --yes --max-cost 5 --out /tmp/reports
  npx scaleproof run wine --env nightly --yes --retries 2 --stop-when-decided
`;

/** @returns the exit code */
async function runScenario(
  name: string,
  flags: RunFlags,
  exit: (code: number) => void,
): Promise<number> {
  refuseIdleFlags(flags);
  // With --load-from nothing is sent, so this is `collect`.
  if (flags.loadFrom !== undefined) return collectScenario(name, flags, exit);
  // Imported lazily: help and usage errors should not wait for the AWS clients.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    engine: flags.engine,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.rate === undefined ? {} : { peakRps: flags.rate }),
  });
  const { guard } = await import('./guard.ts');
  if (flags.dryRun) {
    // Enforces --max-cost; there is nothing to confirm.
    await guard(scenario, { ...flags, yes: true });
    const { showDryRun } = await import('./dry-run.ts');
    return showDryRun(scenario, flags, exit);
  }
  if (!(await guard(scenario, flags))) {
    throw new UserError('Cancelled; no load was sent.');
  }
  const { runAttempts } = await import('../run/run-attempts.ts');
  const { showRun } = await import('./show-run.ts');
  const { out, label = null, retries, stopWhenDecided } = flags;
  const retryWaitSeconds = flags.retryWait ?? RETRY_WAIT_SECONDS;
  const options = { scenario, out, label, retries, retryWaitSeconds, stopWhenDecided };
  return showRun(flags, exit, (watched) => runAttempts({ ...watched, ...options }));
}

/** @throws UserError for options that would do nothing */
function refuseIdleFlags({ retries, retryWait, loadFrom, ui, dryRun }: RunFlags): void {
  if (ui && dryRun) {
    throw new UserError(
      '--ui serves the page of a run, and --dry-run ends before there is one; leave out --ui.',
    );
  }
  if (retries > 0 && loadFrom !== undefined) {
    throw new UserError(
      '--retries and --load-from are mutually exclusive: a load that was sent elsewhere cannot be repeated here; remove --retries.',
    );
  }
  if (retryWait !== undefined && retries === 0) {
    throw new UserError(
      '--retry-wait says how long to wait between attempts, and there is only one; add --retries 2, or remove it.',
    );
  }
}
