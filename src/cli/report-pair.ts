/** What `report` does with two runs: writes one page that shows them beside each other. */
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../input/user-error.ts';
import { outputTo } from './output.ts';
import { reportLink } from './report-link.ts';
import { isCapacity } from './run-directories.ts';
import { writeNamed } from './write-named.ts';

interface Flags {
  readonly out: string;
  readonly to?: string;
  readonly open: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly junit?: string;
  readonly format?: string;
  readonly push?: string;
  readonly signal?: string;
}

/** @throws UserError for more than two runs, a capacity test, or a flag that is for one run */
export async function reportPair(directories: readonly string[], flags: Flags): Promise<void> {
  refuseUnfit(directories, flags);
  const [a, b] = directories as [string, string];
  const { comparePair } = await import('../history/compare-pair.ts');
  const { renderPairPage } = await import('../report/pair-page.ts');
  const { renderPair } = await import('../report/pair-terminal.ts');
  const { palette } = await import('../report/palette.ts');
  const { readShown } = await import('../run/read-shown.ts');
  const [one, other] = [await readShown(a), await readShown(b)];
  const pair = comparePair(one.entry, other.entry);
  const file = flags.to ?? join(flags.out, `${nameOf(a)}-vs-${nameOf(b)}.html`);
  const shown = {
    a: { ...one, href: reportLink(a, dirname(file)) },
    b: { ...other, href: reportLink(b, dirname(file)) },
  };
  writeNamed('--to', file, renderPairPage(pair, shown));
  const output = outputTo(process.stdout, process.env);
  if (!flags.quiet) output.write(`${renderPair(pair, output.columns, palette(output.color))}\n`);
  output.write(`Wrote ${file}.\n`);
  if (flags.open) await (await import('./open-page.ts')).openPage(file);
}

function refuseUnfit(directories: readonly string[], flags: Flags): void {
  if (directories.length > 2) {
    throw new UserError(
      `report shows one run or two beside each other, but ${directories.length} are named; for more, use \`scaleproof compare\` (sets of runs) or \`scaleproof history\` (nights).`,
    );
  }
  const capacity = directories.find(isCapacity);
  if (capacity !== undefined) {
    throw new UserError(
      `${capacity} is a capacity test, which has no per-second timeline to compare; name two runs.`,
    );
  }
  for (const flag of ['format', 'push', 'signal', 'junit'] as const) {
    if (flags[flag] === undefined) continue;
    throw new UserError(
      `--${flag} applies to a single run, but two are named; leave out one of the two.`,
    );
  }
  if (flags.json) {
    throw new UserError(
      '--json applies to a single run, but two are named; for a comparison as JSON, use `scaleproof compare A B --json`.',
    );
  }
}

/** A run's directory may be named `.`. */
function nameOf(directory: string): string {
  return basename(resolve(directory));
}
