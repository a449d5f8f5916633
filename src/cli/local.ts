/** `scaleproof local`: runs only the stand-in, for Artillery, the AWS CLI, boto3 or a browser. */
import { Command } from 'commander';
import { UserError } from '../input/user-error.ts';
import type { StandIn } from '../local/stand-in.ts';
import { onInterrupt } from './interrupt.ts';
import { gather, toPort } from './option-values.ts';

interface LocalFlags {
  readonly env: string;
  readonly port: number;
  readonly set: string[];
}

/** The port in `artillery.yml`'s local environment. */
const DEFAULT_PORT = 4620;

export function localCommand(exit: (code: number) => void): Command {
  return new Command('local')
    .description('Run only the stand-in: a prediction API and its AWS APIs, on loopback.')
    .argument('[scenario]', 'scenario that configures the endpoint', 'wine')
    .option('-e, --env <name>', 'environment with the `standIn` settings', 'local')
    .option('-p, --port <n>', 'port to listen on; 0 for any free port', toPort, DEFAULT_PORT)
    .option('--set <key=value>', 'set a key below `config:`; repeatable', gather, [])
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: LocalFlags) =>
      exit(await serve(scenario, flags, exit)),
    );
}

const EXAMPLES = `
Examples:
  npx scaleproof local
  npx scaleproof local --port 0 --set scaleproof.standIn.timeCompression=1
  npx artillery run -e local --config artillery.yml scenarios/wine.yml
  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1 \\
    aws --endpoint-url http://127.0.0.1:${DEFAULT_PORT} sagemaker describe-endpoint \\
    --endpoint-name wine-xgboost
`;

async function serve(
  name: string,
  flags: LocalFlags,
  exit: (code: number) => void,
): Promise<number> {
  // Imported lazily: help and usage errors should not wait for these modules.
  const { resolveScenario } = await import('../scenario/resolve.ts');
  const { startStandIn } = await import('../local/stand-in.ts');
  const scenario = await resolveScenario({
    scenario: name,
    environment: flags.env,
    set: flags.set,
    env: process.env,
  });
  const { standIn: config, watch } = scenario;
  if (!config) {
    throw new UserError(
      `Environment "${flags.env}" of ${name} has no \`standIn\`; use --env local.`,
    );
  }
  const { endpointName, variantName, region, functionName } = watch;
  const interrupt = onInterrupt(exit);
  const standIn = await startStandIn({
    system: scenario.system,
    config,
    endpointName,
    variantName,
    region,
    functionName,
    port: flags.port,
  }).catch((cause: Error) => {
    throw new UserError(cause.message, { cause });
  });
  process.stdout.write(banner(standIn, endpointName, region, config.timeCompression));
  await new Promise<void>((resolve) => {
    interrupt.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  interrupt.dispose();
  await standIn.close();
  return 0;
}

function banner(
  { url, predictions }: StandIn,
  endpointName: string,
  region: string,
  compression: number,
): string {
  const [method, path] = predictions.split(' ');
  return `The stand-in is listening on ${url} (endpoint ${endpointName}, AWS durations divided by ${compression}).
Predictions: ${method} ${url}${path}
AWS clients use it with these variables (AWS CLI 2.13+, boto3 1.28+; older ones need
--endpoint-url or endpoint_url instead):

export AWS_ENDPOINT_URL=${url}
export AWS_DEFAULT_REGION=${region} AWS_REGION=${region}
export AWS_ACCESS_KEY_ID=local
export AWS_SECRET_ACCESS_KEY=local

Press Ctrl-C to stop it.
`;
}
