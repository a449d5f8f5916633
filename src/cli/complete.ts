/** Completes the command line in a shell, by its commands, options, scenarios and environments. */
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { listScenarios } from '../scenario/catalogue.ts';
import { COMPLETION, COMPLETION_HELP } from './completion.ts';

/** Adds `completion SHELL`, and the hidden `complete` that its script calls. */
export async function addCompletion(program: Command): Promise<void> {
  const scenarios = await listScenarios();
  const names = [...new Set(scenarios.map(({ name }) => name))];
  const environments = [...new Set(scenarios.flatMap((each) => each.environments))];
  for (const command of program.commands) {
    const argument = command.registeredArguments.find((each) => each.name() === 'scenario');
    argument?.choices(names);
    command.options.find(({ long }) => long === '--env')?.choices(environments);
  }
  tab(program, { completionCommandName: COMPLETION });
  const added = program.commands.find((command) => command.name() === COMPLETION);
  const { description, examples } = COMPLETION_HELP;
  added?.description(description).addHelpText('after', examples).exitOverride();
}
