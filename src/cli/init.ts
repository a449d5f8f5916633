/** `scaleproof init`: writes a scenario, and for an API of the user's own its module and dataset. */
import { Command } from 'commander';
import type { InitFlags } from './init-scenario.ts';
import { toRate, toScenarioName } from './option-values.ts';

/** @param exit called with the exit code after all output is written */
export function initCommand(exit: (code: number) => void): Command {
  return new Command('init')
    .description('Write a scenario for your endpoint; asks for what no flag says.')
    .argument('[name]', 'of the scenario: letters, digits, - and _', toScenarioName)
    .option('--system <id>', 'a built-in system (see `list`); without it, an API of your own')
    .option('--url <url>', "the API's URL")
    .option('--request <file>', 'one request: a curl command, HTTP text or a JSON body')
    .option('--response <file>', 'the response to it')
    .option('--label-at <path>', 'where the prediction is in it, for example result.0.label')
    .option('--endpoint <name>', 'the SageMaker endpoint behind the API; none: watch nothing')
    .option('--rps <n>', 'requests/s that it must sustain', toRate)
    .option('--dir <folder>', 'folder to write to', '.')
    .option('--force', 'overwrite files', false)
    .option('--json', 'print the files and the next command as JSON on stdout', false)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, _: unknown, command: Command) => {
      // Imported lazily: help and usage errors should not wait for it.
      const { initScenario } = await import('./init-scenario.ts');
      exit(await initScenario(name ?? null, command.optsWithGlobals<InitFlags>()));
    });
}

const EXAMPLES = `
Secrets in the request's headers and URL are not written; the scenario names
environment variables instead.

Examples:
  npx scaleproof init
  npx scaleproof init reviews --request request.txt --response response.json
  npx scaleproof init reviews --endpoint none
  npx scaleproof init my-wine --system wine --endpoint wine-prod --rps 500
`;
