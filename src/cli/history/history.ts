/** `scaleproof history`: what earlier runs measured, kept after their directories are gone. */
import { Command } from 'commander';
import { acceptCommand } from './accept.ts';
import { addCommand } from './add.ts';
import { judgeCommand } from './judge.ts';
import { listCommand } from './list.ts';
import { mergeCommand } from './merge.ts';
import { pageCommand } from './page.ts';
import { pruneCommand } from './prune.ts';
import { trendsCommand } from './trends.ts';

const EXAMPLES = `
The history is .scaleproof/history.ndjson; --history or SCALEPROOF_HISTORY
names another. Keep it between nights, for example in your CI's cache.

Examples:
  npx scaleproof run wine --record           run, and add the run
  npx scaleproof history add reports/2026-*  add runs of before
  npx scaleproof history                     list them
  npx scaleproof history judge               is the newest night worse?
  npx scaleproof history trends              each metric over time
  npx scaleproof history page --open         the same as a page of charts
  npx scaleproof history prune --keep 400    keep the newest 400 of each series
`;

/** @param exit called with the exit code after all output is written */
export function historyCommand(exit: (code: number) => void): Command {
  return new Command('history')
    .description('List and chart the history of runs, judge its newest night, keep it in order.')
    .addHelpText('after', EXAMPLES)
    .addCommand(listCommand(exit), { isDefault: true })
    .addCommand(trendsCommand(exit))
    .addCommand(pageCommand(exit))
    .addCommand(addCommand(exit))
    .addCommand(judgeCommand(exit))
    .addCommand(acceptCommand(exit))
    .addCommand(mergeCommand(exit))
    .addCommand(pruneCommand(exit));
}
