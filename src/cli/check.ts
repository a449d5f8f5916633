/** `scaleproof check`: the functional test of a prediction API. */
import { Command, Option } from 'commander';
import type { CheckFlags } from './check-scenario.ts';
import { toCount, toSeed, toShare } from './option-values.ts';
import { addScenarioOptions } from './scenario-options.ts';

/** @param exit called with the exit code after all output is written */
export function checkCommand(exit: (code: number) => void): Command {
  const command = new Command('check')
    .description(
      'Send a few dataset rows to a prediction API and compare its predictions with their labels.',
    )
    .argument('<scenario>', 'a scenario in scenarios/, for example wine, or a path');
  return addScenarioOptions(command)
    .addOption(
      new Option('--rows <n>', 'number of distinct random rows (default: 5)').argParser(toCount),
    )
    .addOption(
      new Option('--row <number>', 'row number, from 1; repeatable')
        .argParser((text, before?: number[]) => [...(before ?? []), toCount(text)])
        .conflicts('rows'),
    )
    .addOption(new Option('--all', 'every row of the dataset').conflicts(['rows', 'row']))
    .addOption(
      new Option('--seed <n>', 'seed of an earlier check, to draw the same random rows')
        .argParser(toSeed)
        .conflicts(['row', 'all']),
    )
    .addOption(
      new Option(
        '--postman <file>',
        'send the requests of an exported Postman collection, v2.1',
      ).conflicts(['rows', 'row', 'all', 'seed']),
    )
    .option(
      '--keep-host',
      "with --postman: use the collection's hosts instead of the scenario's target",
    )
    .addOption(
      new Option(
        '--min-share <share>',
        "minimum share of correct predictions, 0 to 1 (default: the scenario's `expect.accuracy`, otherwise 1)",
      ).argParser(toShare),
    )
    .option('--json', 'print the report as JSON on stdout; text goes to stderr', false)
    .option('--junit <file>', 'write the result to this file as JUnit XML; also an error')
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, _: unknown, command: Command) => {
      // Imported lazily: help and usage errors should not wait for the HTTP client.
      const { checkScenario } = await import('./check-scenario.ts');
      exit(await checkScenario(scenario, command.optsWithGlobals<CheckFlags>(), exit));
    });
}

const EXAMPLES = `
Exit codes: 0 enough correct, 1 too many wrong or failed,
            2 usage, configuration or unreachable target,
            3 inconclusive: too many unchecked,
            130/143 interrupted.

Examples:
  npx scaleproof check wine
  npx scaleproof check wine --row 1 --row 178
  npx scaleproof check wine --all --json > check.json
  npx scaleproof check iris --all --min-share 1
  npx scaleproof check wine --env smoke --postman wine.postman_collection.json
`;
