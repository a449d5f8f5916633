/** `scaleproof history list`: the runs of a history. */
import { Command } from 'commander';
import { outputTo } from '../output.ts';
import { addSelectionOptions, type SelectionFlags, toSelection } from './history-options.ts';
import { readChosen } from './read-chosen.ts';

/** @param exit called with the exit code after all output is written */
export function listCommand(exit: (code: number) => void): Command {
  return addSelectionOptions(new Command('list'))
    .description('List runs, newest last (the default).')
    .option('--json', 'print the entries as JSON on stdout', false)
    .option('--csv', 'print a line a run and metric as CSV on stdout', false)
    .action(async (_: unknown, command: Command) => {
      await print(command.optsWithGlobals());
      exit(0);
    });
}

type Flags = SelectionFlags & { readonly json: boolean; readonly csv: boolean };

async function print(flags: Flags): Promise<void> {
  const runs = await readChosen(flags.history, toSelection(flags), { sketches: flags.json });
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(runs, null, 2)}\n`);
    return;
  }
  if (flags.csv) {
    const { historyCsv } = await import('../../report/history-csv.ts');
    process.stdout.write(historyCsv(runs));
    return;
  }
  const { renderHistory } = await import('../../report/history-table.ts');
  const { palette } = await import('../../report/palette.ts');
  const output = outputTo(process.stdout, process.env);
  output.write(renderHistory(runs, output.columns, palette(output.color)));
}
