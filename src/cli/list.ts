/** `scaleproof list`: the systems, and the scenarios with their environments. */
import { Command } from 'commander';
import { outputTo } from './output.ts';

/** @param exit called with the exit code after all output is written */
export function listCommand(exit: (code: number) => void): Command {
  return new Command('list')
    .description('List systems, and scenarios with their environments.')
    .option('--json', 'print the list as JSON on stdout', false)
    .addHelpText('after', EXAMPLES)
    .action(async ({ json }: { json: boolean }) => {
      await print(json);
      exit(0);
    });
}

const EXAMPLES = `
Scenarios are the .yml files in scenarios/ here, and those of Scaleproof.

Examples:
  npx scaleproof list
  npx scaleproof list --json
`;

async function print(json: boolean): Promise<void> {
  // Imported lazily: help should not wait for every system's module.
  const { listScenarios } = await import('../scenario/catalogue.ts');
  const { SYSTEMS } = await import('../systems/registry.ts');
  const scenarios = listScenarios();
  const systems = [...SYSTEMS.values()].map(({ id, title, ways, defaultWay }) => ({
    id,
    title,
    ways: Object.keys(ways),
    defaultWay,
  }));
  if (json) {
    process.stdout.write(`${JSON.stringify({ systems, scenarios }, null, 2)}\n`);
    return;
  }
  const { renderList } = await import('./render-list.ts');
  const { palette } = await import('../report/palette.ts');
  const output = outputTo(process.stdout, process.env);
  output.write(renderList(systems, scenarios, output.columns, palette(output.color)));
}
