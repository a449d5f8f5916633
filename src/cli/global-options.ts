/** The options that every command takes, before or after its name. */
import { type Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { REGION_FORM } from '../input/region.ts';

export interface GlobalFlags {
  readonly quiet: boolean;
  /** AWS Region; absent: the scenario's. */
  readonly region?: string;
}

interface AllFlags extends GlobalFlags {
  readonly color: boolean;
  readonly profile?: string;
}

export function addGlobalOptions(program: Command, version: string): Command {
  return program
    .version(version, '-v, --version', 'print the version')
    .addOption(new Option('-V').hideHelp())
    .on('option:V', () => {
      process.stdout.write(`${version}\n`);
      throw new CommanderError(0, 'commander.version', version);
    })
    .option('-q, --quiet', 'print the result only, without progress', false)
    .option('--no-color', 'no colours, like NO_COLOR=1; FORCE_COLOR=1 keeps them in a pipe')
    .option('--profile <name>', 'profile in your AWS configuration, like AWS_PROFILE')
    .option('--region <name>', 'AWS Region, whatever scenario and AWS_REGION say', toRegion)
    .hook('preAction', (_, command) => apply(command.optsWithGlobals<AllFlags>(), process.env));
}

/** Through the environment, because the AWS SDK, scenarios and child processes read it there. */
function apply({ color, profile, region }: AllFlags, env: NodeJS.ProcessEnv): void {
  if (!color) {
    env.NO_COLOR = '1';
    // Node warns about both.
    delete env.FORCE_COLOR;
  }
  if (profile !== undefined) env.AWS_PROFILE = profile;
  if (region !== undefined) {
    env.AWS_REGION = region;
    env.AWS_DEFAULT_REGION = region;
  }
}

function toRegion(text: string): string {
  if (REGION_FORM.test(text)) return text;
  throw new InvalidArgumentError('expected an AWS Region such as us-east-1.');
}
