/** `scaleproof doctor`: is a scenario ready to run, what will it cost, how long does it take? */
import { Command, Option } from 'commander';
import { ENGINES } from '../scenario/engine-names.ts';
import type { DoctorFlags } from './doctor-scenario.ts';
import { addScenarioOptions, gather } from './scenario-options.ts';

/** @param exit called with the exit code once everything is written */
export function doctorCommand(exit: (code: number) => void): Command {
  const command = new Command('doctor')
    .description('Say whether a scenario is ready to run, what it will cost and how long it takes.')
    .argument('<scenario>', 'a scenario of scenarios/, for example wine, or a path to one');
  return addScenarioOptions(command)
    .addOption(
      new Option('--engine <name>', 'what will send the load')
        .choices(ENGINES)
        .default('artillery'),
    )
    .option('--json', 'print the findings as one object on stdout; text goes to stderr', false)
    .option('--price <key=usd>', 'a price of your own; can be repeated', gather, [])
    .option('--live-prices', 'ask AWS for the price of the instance type', false)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: DoctorFlags) => {
      // Loaded when needed: help and mistakes should not wait for the AWS clients.
      const { doctorScenario } = await import('./doctor-scenario.ts');
      exit(await doctorScenario(scenario, flags, exit));
    });
}

const EXAMPLES = `
Sends no load and writes nothing to AWS.
Exit codes: 0 nothing is a problem, 1 something is, 2 usage or configuration, 130/143 interrupted.

Examples:
  npx scaleproof doctor wine
  npx scaleproof doctor wine --env nightly
  npx scaleproof doctor wine --env nightly --price ml.m5.xlarge=0.25
  npx scaleproof doctor dog-a --env nightly --live-prices --json > doctor.json
`;
