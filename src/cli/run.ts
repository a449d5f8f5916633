/** `scaleproof run`: the main job. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { ENGINES, type Engine } from '../load/engine-names.ts';

export interface RunFlags {
  readonly env: string;
  readonly engine: Engine;
  readonly seed?: number;
  readonly out: string;
  readonly json: boolean;
  readonly set: string[];
  readonly config?: string;
}

/** @param exit called with the exit code once everything is written */
export function runCommand(exit: (code: number) => void): Command {
  return new Command('run')
    .description('Load a target, watch it scale, and give a verdict.')
    .argument('<scenario>', 'a scenario of scenarios/, for example wine, or a path to one')
    .addOption(
      new Option('-e, --env <name>', 'environment: local, smoke, nightly, release').default(
        'local',
      ),
    )
    .addOption(
      new Option('--engine <name>', 'what sends the load; k6 has to be installed')
        .choices(ENGINES)
        .default('artillery'),
    )
    .option('--seed <n>', 'choose other rows: the same seed draws the same rows', toSeed)
    .option('-o, --out <dir>', 'directory in which the run gets its own', 'reports')
    .option('--json', 'print the verdict object alone on stdout; progress goes to stderr', false)
    .option('--set <key=value>', 'set a key below `config:`; can be repeated', collect, [])
    .option('-c, --config <file>', 'configuration file (default: artillery.yml beside scenarios/)')
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: RunFlags) => {
      // Loaded when needed: help and mistakes should not wait for the AWS clients.
      const { runScenario } = await import('./run-scenario.ts');
      exit(await runScenario(scenario, flags, exit));
    });
}

const EXAMPLES = `
Exit codes: 0 pass, 1 fail, 2 usage or configuration, 3 inconclusive,
            4 the harness itself failed, 130/143 interrupted.

Examples:
  npx scaleproof run wine
  npx scaleproof run wine --engine k6
  npx scaleproof run wine --seed 7 --json > verdict.json
  npx scaleproof run wine --set scaleproof.standIn.policy.maxCapacity=1
  npx scaleproof run wine --env nightly --out /tmp/reports
`;

function toSeed(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw new InvalidArgumentError('expected a whole number from 0 to 4294967295.');
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
