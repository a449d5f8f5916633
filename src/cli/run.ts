/** `scaleproof run`: the main job. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { ENGINES, type Engine } from '../scenario/engine-names.ts';
import { collectScenario } from './collect.ts';
import { EXIT_USAGE } from './exit-codes.ts';
import {
  addScenarioOptions,
  type ScenarioFlags,
  toLabel,
  toScenarioRequest,
} from './scenario-options.ts';

interface RunFlags extends ScenarioFlags {
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

/** @param exit called with the exit code once everything is written */
export function runCommand(exit: (code: number) => void): Command {
  const command = new Command('run')
    .description('Load a target, watch it scale, and give a verdict.')
    .argument('<scenario>', 'a scenario of scenarios/, for example wine, or a path to one');
  return addScenarioOptions(command)
    .addOption(
      new Option('--engine <name>', 'what sends the load; k6 has to be installed')
        .choices(ENGINES)
        .default('artillery'),
    )
    .option('--seed <n>', 'choose other rows: the same seed draws the same rows', toSeed)
    .option('-o, --out <dir>', 'directory in which the run gets its own', 'reports')
    .option(
      '--label <text>',
      'a name to find the run by, kept in its manifest and verdict',
      toLabel,
    )
    .option('--json', 'print the verdict object alone on stdout; progress goes to stderr', false)
    .option('--load-from <file>', 'send nothing: judge by the samples of this load.ndjson')
    .option('-y, --yes', 'load a target that is not this machine without asking first', false)
    .option('--max-cost <usd>', 'refuse a run that may cost more, in dollars', toDollars)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: RunFlags) =>
      exit(await runScenario(scenario, flags, exit)),
    );
}

const EXAMPLES = `
Exit codes: 0 pass, 1 fail, 2 usage or configuration, 3 inconclusive,
            4 the harness itself failed, 130/143 interrupted.

Examples:
  npx scaleproof run wine
  npx scaleproof run wine --engine k6
  npx scaleproof run wine --seed 7 --json > verdict.json
  npx scaleproof run wine --set scaleproof.standIn.policy.maxCapacity=1
  npx scaleproof run wine --env nightly --yes --max-cost 5 --out /tmp/reports
`;

/** @returns the exit code */
async function runScenario(
  name: string,
  flags: RunFlags,
  exit: (code: number) => void,
): Promise<number> {
  // Nothing is to be sent then: it is a collection, whatever it was called.
  if (flags.loadFrom !== undefined) return collectScenario(name, flags, exit);
  // Loaded now, not before: help and mistakes should not wait for the AWS clients.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const scenario = await resolveScenario({
    ...toScenarioRequest(name, flags),
    engine: flags.engine,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
  });
  const { guard } = await import('./guard.ts');
  if (!(await guard(scenario, flags))) {
    process.stderr.write('Nothing was loaded.\n');
    return EXIT_USAGE;
  }
  const { run } = await import('../run/run.ts');
  const { showRun } = await import('./show-run.ts');
  const { out, label = null } = flags;
  return showRun(flags, exit, (watched) => run({ ...watched, scenario, out, label }));
}

function toSeed(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw new InvalidArgumentError('expected a whole number from 0 to 4294967295.');
}

function toDollars(text: string): number {
  const usd = Number(text);
  if (text.trim() !== '' && Number.isFinite(usd) && usd >= 0) return usd;
  throw new InvalidArgumentError('expected an amount in dollars, for example 5.');
}
