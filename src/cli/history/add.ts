/** `scaleproof history add`: adds runs from their directories. */
import { Command } from 'commander';
import { counted } from '../../format/numbers.js';
import type { GlobalFlags } from '../global-options.ts';
import { addHistoryOption, type HistoryFlags } from './history-options.ts';

/** @param exit called with the exit code after all output is written */
export function addCommand(exit: (code: number) => void): Command {
  return addHistoryOption(new Command('add'))
    .description('Add runs; one that is there already is replaced.')
    .argument('<run...>', 'run directories, or parents of some')
    .action(async (named: string[], _: unknown, command: Command) => {
      await add(named, command.optsWithGlobals());
      exit(0);
    });
}

async function add(named: readonly string[], { history, quiet }: HistoryFlags & GlobalFlags) {
  const { runDirectories } = await import('../run-directories.ts');
  const { addRuns } = await import('./add-runs.ts');
  const added = await addRuns(history, named.flatMap(runDirectories));
  if (!quiet) process.stdout.write(`Added ${counted(added, 'run')} to ${history}.\n`);
}
