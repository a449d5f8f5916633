/** `scaleproof history page`: the trends as one HTML page. */
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import type { RunEntry } from '../../history/entry.ts';
import type { GlobalFlags } from '../global-options.ts';
import { reportLink } from '../report-link.ts';
import { writeNamed } from '../write-named.ts';
import { addSelectionOptions, type SelectionFlags } from './history-options.ts';
import { readTrends } from './read-trends.ts';

interface Flags extends SelectionFlags, GlobalFlags {
  readonly out?: string;
  readonly reports: string;
  readonly open: boolean;
}

/** @param exit called with the exit code after all output is written */
export function pageCommand(exit: (code: number) => void): Command {
  return addSelectionOptions(new Command('page'))
    .description('Write one HTML page with a small chart for each metric.')
    .option('-o, --out <file>', 'the page (default: history.html beside the history)')
    .option('--reports <dir>', 'parent of the run directories that the page links to', 'reports')
    .option('--open', 'open the page in a browser', false)
    .action(async (_: unknown, command: Command) => {
      await write(command.optsWithGlobals());
      exit(0);
    });
}

async function write(flags: Flags): Promise<void> {
  const all = await readTrends(flags);
  const file = flags.out ?? join(dirname(flags.history), 'history.html');
  const { renderHistoryPage } = await import('../../report/history-page.ts');
  const links = linksTo(
    all.flatMap(({ runs }) => runs),
    flags.reports,
    dirname(file),
  );
  writeNamed('--out', file, renderHistoryPage(all, links));
  if (!flags.quiet) process.stdout.write(`Wrote ${file}.\n`);
  if (flags.open) {
    const { openPage } = await import('../open-page.ts');
    await openPage(file);
  }
}

/** Relative addresses of the reports there are, by run id. */
function linksTo(
  runs: readonly RunEntry[],
  reports: string,
  from: string,
): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (const { runId } of runs) {
    // A run's id is the name of its directory; one that leads elsewhere was not written by us.
    if (/[/\\]|^\.+$/.test(runId)) continue;
    const link = reportLink(join(reports, runId), from);
    if (link !== null) links.set(runId, link);
  }
  return links;
}
