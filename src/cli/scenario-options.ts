/** The options that select a scenario, shared by all commands. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ScenarioRequest } from '../scenario/resolve.ts';
import { WAYS, type Way } from '../systems/contract.ts';

/** Labels appear in the first lines of every report. */
const MAX_LABEL_CHARACTERS = 200;

export interface ScenarioFlags {
  readonly env: string;
  readonly way?: Way;
  readonly set: string[];
  readonly config?: string;
}

/** @param environment the default */
export function addScenarioOptions(command: Command, environment = 'local'): Command {
  return command
    .option('-e, --env <name>', 'environment: local, smoke, nightly, release', environment)
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
      'configuration file (default: artillery.yml next to scenarios/)',
    );
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
  if (label !== '' && label.length <= MAX_LABEL_CHARACTERS) return label;
  throw new InvalidArgumentError(`expected 1 to ${MAX_LABEL_CHARACTERS} characters.`);
}

/** Collects the values of a repeatable option. */
export function gather(value: string, before: string[]): string[] {
  return [...before, value];
}
