/** `scaleproof local`: runs only the stand-in, for Artillery, the AWS CLI, boto3 or a browser. */
import { Command, Option } from 'commander';
import { UserError } from '../input/user-error.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import type { GlobalFlags } from './global-options.ts';
import { onInterrupt } from './interrupt.ts';
import { DEFAULT_PORT, gather, toPort } from './option-values.ts';

interface LocalFlags extends GlobalFlags {
  readonly env: string;
  readonly port: number;
  readonly set: string[];
  readonly config?: string;
  readonly json: boolean;
  readonly export: boolean;
  readonly recording?: string;
}

export function localCommand(exit: (code: number) => void): Command {
  return new Command('local')
    .description('Run only the stand-in: a prediction API and its AWS APIs, on loopback.')
    .argument('[scenario]', 'scenario that configures the endpoint', 'wine')
    .option('-e, --env <name>', 'environment with the `standIn` settings', 'local')
    .option('-p, --port <n>', 'port to listen on; 0 for any free port', toPort, DEFAULT_PORT)
    .option('--set <key=value>', 'set a key below `config:`; repeatable', gather, [])
    .option('-c, --config <file>', 'configuration file (default: artillery.yml next to scenarios/)')
    .option('--json', 'print address, prediction and variables as one line of JSON', false)
    .addOption(
      new Option(
        '--recording <dir>',
        'answer what `scaleproof record` kept in this folder, instead of simulating',
      ).conflicts(['export', 'set', 'env', 'config']),
    )
    .addOption(
      new Option('--export', 'print the variables of a stand-in that is running, for `eval`')
        .default(false)
        .conflicts('json'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, _: unknown, command: Command) =>
      exit(await local(scenario, command.optsWithGlobals(), exit)),
    );
}

const EXAMPLES = `
Examples:
  npx scaleproof local
  npx scaleproof local --port 0 --set scaleproof.standIn.timeCompression=1
  eval "$(npx scaleproof local --export)" && aws sagemaker list-endpoints
  npx scaleproof local --recording recordings/release
  npx artillery run -e local --config artillery.yml scenarios/wine.yml
`;

async function local(
  name: string,
  flags: LocalFlags,
  exit: (code: number) => void,
): Promise<number> {
  if (flags.recording !== undefined) {
    const { serveRecording } = await import('./local-recording.ts');
    return serveRecording(flags.recording, flags, exit);
  }
  // Imported lazily: help and usage errors should not wait for these modules.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const { watchesAws } = await import('../scenario/schema.ts');
  const scenario = await resolveScenario({
    scenario: name,
    environment: flags.env,
    set: flags.set,
    region: flags.region,
    env: process.env,
    ...(flags.config ? { config: flags.config } : {}),
  });
  if (!scenario.standIn || !watchesAws(scenario)) {
    throw new UserError(
      `Environment "${flags.env}" of ${name} has no \`standIn\`; use --env local.`,
    );
  }
  if (!flags.export) return serve(scenario, flags, exit);
  const { exportLines, refuseUnlessRunning } = await import('./local-export.ts');
  const url = `http://127.0.0.1:${flags.port}`;
  await refuseUnlessRunning(url);
  process.stdout.write(exportLines(url, scenario.watch.region));
  return 0;
}

async function serve(
  scenario: WatchedScenario,
  { port, json }: LocalFlags,
  exit: (code: number) => void,
): Promise<number> {
  const { startStandIn } = await import('../local/stand-in.ts');
  const { exampleOf } = await import('./local-example.ts');
  const { localBanner, localJson } = await import('./local-banner.ts');
  const { endpointName, variantName, region, functionName } = scenario.watch;
  const interrupt = onInterrupt(exit);
  const standIn = await startStandIn({
    system: scenario.system,
    config: scenario.standIn!,
    ...{ endpointName, variantName, region, functionName, port },
  }).catch((cause: Error) => {
    throw new UserError(cause.message, { cause });
  });
  try {
    const example = await exampleOf(scenario);
    const print = json ? localJson : localBanner;
    process.stdout.write(print({ standIn, scenario, example }));
    if (!interrupt.signal.aborted) {
      await new Promise<void>((resolve) => {
        interrupt.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  } finally {
    interrupt.dispose();
    await standIn.close();
  }
  return 0;
}
