/** The arguments that say which scenario a command is about: the same for every command. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ScenarioRequest } from '../scenario/resolve.ts';
import { WAYS, type Way } from '../systems/contract.ts';

/** It stands in the first lines of every report. */
const LONGEST_LABEL = 200;

export interface ScenarioFlags {
  readonly env: string;
  readonly way?: Way;
  readonly set: string[];
  readonly config?: string;
}

/** @param environment the one that is meant when none is named */
export function addScenarioOptions(command: Command, environment = 'local'): Command {
  return command
    .option('-e, --env <name>', 'environment: local, smoke, nightly, release', environment)
    .addOption(
      new Option('--way <name>', 'way in: http (the API), lambda or sagemaker (signed)').choices(
        WAYS,
      ),
    )
    .option(
      '--set <key=value>',
      'set a key below `config:`; can be repeated; keys: schemas/scenario.schema.json',
      gather,
      [],
    )
    .option('-c, --config <file>', 'configuration file (default: artillery.yml beside scenarios/)');
}

export function toScenarioRequest(
  scenario: string,
  { env, way, set, config }: ScenarioFlags,
): ScenarioRequest {
  return {
    scenario,
    environment: env,
    set,
    env: process.env,
    ...(way ? { way } : {}),
    ...(config ? { config } : {}),
  };
}

export function toLabel(text: string): string {
  const label = text.trim();
  if (label !== '' && label.length <= LONGEST_LABEL) return label;
  throw new InvalidArgumentError(`expected 1 to ${LONGEST_LABEL} characters.`);
}

/** For an option that can be repeated. */
export function gather(value: string, before: string[]): string[] {
  return [...before, value];
}
