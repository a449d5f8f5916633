/** `scaleproof run`: the main job. */
import { relative } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { run } from '../run/run.ts';
import { HTML_REPORT } from '../run/write-reports.ts';
import { resolveScenario } from '../scenario/resolve.ts';
import { exitCodeOf } from '../verdict/exit-code.ts';
import { EXIT_OF_SIGNAL } from './exit-codes.ts';
import { onInterrupt } from './interrupt.ts';
import { outputTo } from './output.ts';
import { createProgressDisplay } from './progress.ts';
import { showVerdict } from './show-verdict.ts';

interface RunFlags {
  readonly env: string;
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
    .option('--seed <n>', 'choose other rows: the same seed draws the same rows', toSeed)
    .option('-o, --out <dir>', 'directory in which the run gets its own', 'reports')
    .option('--json', 'print the verdict object alone on stdout; progress goes to stderr', false)
    .option('--set <key=value>', 'set a key below `config:`; can be repeated', collect, [])
    .option('-c, --config <file>', 'configuration file (default: artillery.yml beside scenarios/)')
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
  npx scaleproof run wine --seed 7 --json > verdict.json
  npx scaleproof run wine --set scaleproof.standIn.policy.maxCapacity=1
  npx scaleproof run wine --env nightly --out /tmp/reports
`;

async function runScenario(
  name: string,
  flags: RunFlags,
  exit: (code: number) => void,
): Promise<number> {
  const scenario = resolveScenario({
    scenario: name,
    environment: flags.env,
    set: flags.set,
    env: process.env,
    ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    ...(flags.config ? { config: flags.config } : {}),
  });
  const output = outputTo(flags.json ? process.stderr : process.stdout, process.env);
  const display = createProgressDisplay(output);
  const interrupt = onInterrupt((code) => {
    display.end();
    exit(code);
  });
  try {
    const result = await run({
      scenario,
      out: flags.out,
      signal: interrupt.signal,
      onProgress: (progress) => display.show(progress),
    });
    display.end();
    const interrupted = EXIT_OF_SIGNAL[String(interrupt.signal.reason)];
    if (!result) {
      output.write('Interrupted before any load was sent; nothing was written.\n');
      return interrupted ?? 130;
    }
    const directory = relative(process.cwd(), result.directory) || '.';
    if (flags.json) process.stdout.write(`${JSON.stringify(result.verdict, null, 2)}\n`);
    else showVerdict(result.verdict, `${directory}/${HTML_REPORT}`, output);
    return interrupted ?? exitCodeOf(result.verdict.status);
  } finally {
    display.end();
    interrupt.dispose();
  }
}

function toSeed(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw new InvalidArgumentError('expected a whole number from 0 to 4294967295.');
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
