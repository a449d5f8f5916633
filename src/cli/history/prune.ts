/** `scaleproof history prune`: takes old runs away. */
import { Command } from 'commander';
import { counted } from '../../format/numbers.js';
import { UserError } from '../../input/user-error.ts';
import type { GlobalFlags } from '../global-options.ts';
import { toCount, toMoment } from '../option-values.ts';
import { addHistoryOption, type HistoryFlags } from './history-options.ts';

interface Flags extends HistoryFlags, GlobalFlags {
  readonly keep?: number;
  readonly before?: number;
}

/** @param exit called with the exit code after all output is written */
export function pruneCommand(exit: (code: number) => void): Command {
  return addHistoryOption(new Command('prune'))
    .description('Take old runs away.')
    .option('--keep <n>', 'keep so many of the newest runs of each series', toCount)
    .option(
      '--before <when>',
      'remove runs before a date such as 2026-01-01, or an age such as 400d',
      toMoment,
    )
    .action(async (_: unknown, command: Command) => {
      const { history, quiet, keep, before } = command.optsWithGlobals<Flags>();
      if (keep === undefined && before === undefined) {
        throw new UserError('history prune: expected --keep or --before, found neither; add one.');
      }
      const { pruneHistory } = await import('../../history/history.ts');
      const removed = pruneHistory(history, (runs) => {
        const newer = runs.filter(({ startedAtMs }) => startedAtMs >= (before ?? 0));
        if (keep === undefined) return newer;
        const bySeries = Map.groupBy(newer, ({ series }) => series);
        return [...bySeries.values()].flatMap((series) => series.slice(-keep));
      });
      if (!quiet) process.stdout.write(`Removed ${counted(removed, 'run')} from ${history}.\n`);
      exit(0);
    });
}
