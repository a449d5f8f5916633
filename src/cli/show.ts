/** `scaleproof show`: prints a scenario as merged, with the origin of each value. */
import { Command } from 'commander';
import { outputTo } from './output.ts';
import { addScenarioOptions, type ScenarioFlags, toScenarioRequest } from './scenario-options.ts';

interface ShowFlags extends ScenarioFlags {
  readonly json: boolean;
}

/** @param exit called with the exit code after all output is written */
export function showCommand(exit: (code: number) => void): Command {
  const command = new Command('show')
    .description('Print every setting of a scenario and where it comes from.')
    .argument('<scenario>', 'a scenario in scenarios/, for example wine, or a path');
  return addScenarioOptions(command)
    .option('--json', 'print the settings as JSON', false)
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, _: unknown, command: Command) => {
      await showScenario(name, command.optsWithGlobals());
      exit(0);
    });
}

const EXAMPLES = `
\`npx scaleproof --help\` says which setting wins.
Exit codes: 0 printed, 2 usage or configuration.

Examples:
  npx scaleproof show wine
  npx scaleproof show wine --env nightly
  npx scaleproof show wine --set engines.replay.seed=7 --json > settings.json
`;

async function showScenario(name: string, flags: ShowFlags): Promise<void> {
  // Imported lazily: help and usage errors should not wait for every system's module.
  const { readScenario } = await import('../scenario/read-scenario.ts');
  const { toResolved } = await import('../scenario/resolve.ts');
  const { settingsOf } = await import('../scenario/origins.ts');
  const { filesOf } = await import('../scenario/sources.ts');
  const request = toScenarioRequest(name, flags);
  const read = readScenario(request);
  // What `run` would refuse is refused here, too.
  const { name: scenario, environment, way } = await toResolved(read, request);
  const files = filesOf(read.sources).map(({ file }) => file);
  const settings = settingsOf(read, { chosen: way, flag: flags.way ?? null });
  if (flags.json) {
    const shown = { schemaVersion: 1, scenario, environment, files };
    const values = settings.map(({ path, ...rest }) => ({ key: path.join('.'), ...rest }));
    process.stdout.write(`${JSON.stringify({ ...shown, settings: values }, null, 2)}\n`);
    return;
  }
  const { renderSettings } = await import('./render-settings.ts');
  const { palette } = await import('../report/palette.ts');
  const { write, columns, color } = outputTo(process.stdout, process.env);
  const heading = `${scenario}, environment ${environment}, from ${files.join(' and ')}`;
  write(renderSettings(settings, heading, { columns, paint: palette(color) }));
}
