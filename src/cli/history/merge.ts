/** `scaleproof history merge`: adds what other histories hold. */
import { Command } from 'commander';
import { counted } from '../../format/numbers.js';
import type { GlobalFlags } from '../global-options.ts';
import { addHistoryOption, type HistoryFlags } from './history-options.ts';

/** @param exit called with the exit code after all output is written */
export function mergeCommand(exit: (code: number) => void): Command {
  return addHistoryOption(new Command('merge'))
    .description(
      'Add what other histories hold and this one lacks, such as that of a second cache.',
    )
    .argument('<file...>', 'other histories')
    .action(async (others: string[], _: unknown, command: Command) => {
      const { history, quiet } = command.optsWithGlobals<HistoryFlags & GlobalFlags>();
      const { mergeHistories } = await import('../../history/history.ts');
      const added = mergeHistories(history, others);
      if (!quiet)
        process.stdout.write(`Added ${counted(added, 'entry', 'entries')} to ${history}.\n`);
      exit(0);
    });
}
