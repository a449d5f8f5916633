/** Reads the trends of chosen runs, with the changes that the nightly judgment finds in them. */
import type { SeriesTrends } from '../../history/trends.ts';
import { type SelectionFlags, toSelection } from './history-options.ts';

/** @throws UserError when the history cannot be read, or has no such runs. */
export async function readTrends(flags: SelectionFlags): Promise<SeriesTrends[]> {
  const { readHistory } = await import('../../history/history.ts');
  const { chosenOf } = await import('./read-chosen.ts');
  const { changesIn } = await import('../../history/changes.ts');
  const { trendsOf } = await import('../../history/trends.ts');
  const { acceptances, ...history } = readHistory(flags.history, { sketches: false });
  const runs = chosenOf({ ...history, acceptances }, toSelection(flags));
  return trendsOf({ runs, acceptances }, changesIn(runs, acceptances));
}
