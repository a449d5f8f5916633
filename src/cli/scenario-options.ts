/** The options that select a scenario, shared by all commands. */
import { type Command, Option } from 'commander';
import type { ScenarioRequest } from '../scenario/resolve.ts';
import { WAYS, type Way } from '../systems/contract.ts';
import type { GlobalFlags } from './global-options.ts';
import { gather } from './option-values.ts';

export interface ScenarioFlags extends GlobalFlags {
  readonly env: string;
  readonly way?: Way;
  readonly set: string[];
  readonly config?: string;
}

/** @param environment the default */
export function addScenarioOptions(command: Command, environment = 'local'): Command {
  return command
    .option(
      '-e, --env <name>',
      'environment, for example local, smoke, nightly or release',
      environment,
    )
    .addOption(
      new Option(
        '--way <name>',
        'invocation: http (the API), lambda or sagemaker (signed)',
      ).choices(WAYS),
    )
    .option(
      '--set <key=value>',
      'set a key below `config:`; repeatable; keys: schemas/scenario.schema.json',
      gather,
      [],
    )
    .option(
      '-c, --config <file>',
      'configuration file (default: artillery.yml next to scenarios/, if there)',
    );
}

export function toScenarioRequest(
  scenario: string,
  { env, way, set, config, region }: ScenarioFlags,
): ScenarioRequest {
  return {
    scenario,
    environment: env,
    set,
    region,
    env: process.env,
    ...(way ? { way } : {}),
    ...(config ? { config } : {}),
  };
}
