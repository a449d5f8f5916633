/** `scaleproof check`: the functional test of a prediction API. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { CheckFlags } from './check-scenario.ts';
import { addScenarioOptions } from './scenario-options.ts';

/** @param exit called with the exit code once everything is written */
export function checkCommand(exit: (code: number) => void): Command {
  const command = new Command('check')
    .description('Ask a prediction API for a few rows and compare with their labels. No load.')
    .argument('<scenario>', 'a scenario of scenarios/, for example wine, or a path to one');
  return addScenarioOptions(command)
    .addOption(
      new Option('--rows <n>', 'how many random rows, all different (default: 5)').argParser(
        toCount,
      ),
    )
    .addOption(
      new Option('--row <number>', 'this row, from 1; can be repeated')
        .argParser((text, before?: number[]) => [...(before ?? []), toCount(text)])
        .conflicts('rows'),
    )
    .addOption(new Option('--all', 'every row of the dataset').conflicts(['rows', 'row']))
    .addOption(
      new Option('--seed <n>', 'draw the random rows of an earlier check again')
        .argParser(toSeed)
        .conflicts(['row', 'all']),
    )
    .addOption(
      new Option(
        '--postman <file>',
        'the requests of an exported Postman collection, v2.1',
      ).conflicts(['rows', 'row', 'all', 'seed']),
    )
    .option('--keep-host', "with --postman: the collection's own hosts, not the scenario's target")
    .addOption(
      new Option(
        '--min-share <share>',
        'pass when at least this share of all asked is correct, 0 to 1 (default: `expect.accuracy` of the scenario, else 1)',
      ).argParser(toShare),
    )
    .option('--json', 'print the findings as one object on stdout; text goes to stderr', false)
    .addHelpText('after', EXAMPLES)
    .action(async (scenario: string, flags: CheckFlags) => {
      // Loaded when needed: help and mistakes should not wait for the HTTP client.
      const { checkScenario } = await import('./check-scenario.ts');
      exit(await checkScenario(scenario, flags, exit));
    });
}

const EXAMPLES = `
Exit codes: 0 enough correct, 1 too many wrong or without a prediction,
            2 usage, configuration or nobody at the target, 3 what could not be checked may decide,
            130/143 interrupted.

Examples:
  npx scaleproof check wine
  npx scaleproof check wine --row 1 --row 178
  npx scaleproof check wine --all --json > check.json
  npx scaleproof check iris --all --min-share 1
  npx scaleproof check wine --env smoke --postman wine.postman_collection.json
`;

function toCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('expected a whole number from 1.');
}

function toShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== '' && share >= 0 && share <= 1) return share;
  throw new InvalidArgumentError('expected a share from 0 to 1, such as 0.95.');
}

function toSeed(text: string): number {
  const seed = Number(text);
  if (text.trim() !== '' && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw new InvalidArgumentError('expected a whole number from 0 to 4294967295.');
}
