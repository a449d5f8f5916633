/** `scaleproof capacity-report`: one page for a capacity review, from recorded runs and plans alone. */
import { basename, dirname, resolve } from 'node:path';
import { Command } from 'commander';
import type { Review } from '../planner/review.ts';
import type { GlobalFlags } from './global-options.ts';
import { outputTo } from './output.ts';
import { reportLink } from './report-link.ts';
import { writeNamed } from './write-named.ts';

interface Flags extends GlobalFlags {
  readonly out: string;
  readonly reports: string;
  readonly open: boolean;
  readonly json: boolean;
}

/** @param exit called with the exit code after all output is written */
export function capacityReportCommand(exit: (code: number) => void): Command {
  return new Command('capacity-report')
    .description('Write one page for a capacity review: what we have, need, pay, risk and change.')
    .argument(
      '[path...]',
      'directories of runs and capacity tests, and plans as `plan --json` prints them (default: all under --reports)',
    )
    .option('-o, --out <file>', 'the page', 'capacity.html')
    .option('--reports <dir>', 'parent of the run directories', 'reports')
    .option('--open', 'open the page in a browser', false)
    .option('--json', 'print the review as JSON on stdout, and write no page', false)
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], _: unknown, command: Command) =>
      exit(await report(paths, command.optsWithGlobals())),
    );
}

const EXAMPLES = `
Exit codes: 0 written, 2 usage or unreadable evidence, 3 written, but neither a
capacity test nor a plan says anything.

Examples:
  npx scaleproof plan wine --traffic launch --peak 3000 --json > plan.json
  npx scaleproof capacity-report plan.json reports/CAPACITY-TEST reports/RUN
  npx scaleproof capacity-report --open
`;

/** @returns the exit code */
async function report(named: readonly string[], flags: Flags): Promise<number> {
  const { reviewPaths } = await import('./review-paths.ts');
  const { readReview } = await import('../run/review-inputs.ts');
  const { directories, ...paths } = reviewPaths(named, flags.reports);
  const review = await readReview({ directories, ...paths });
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(review, null, 2)}\n`);
  } else {
    const { renderCapacityPage } = await import('../report/capacity-page.ts');
    const links = linksTo(directories, dirname(flags.out));
    writeNamed('--out', flags.out, renderCapacityPage(review, links));
    if (!flags.quiet) await show(review, flags.out);
  }
  if (flags.open && !flags.json) await (await import('./open-page.ts')).openPage(flags.out);
  const isTelling = review.plans.length > 0 || review.tests.some(({ maxRps }) => maxRps !== null);
  return isTelling ? 0 : 3;
}

/** The answers, as on the page. */
async function show({ headline, answers, doubts, missing }: Review, page: string): Promise<void> {
  const { hanging, wrap } = await import('../report/text-columns.ts');
  const { palette } = await import('../report/palette.ts');
  const output = outputTo(process.stdout, process.env);
  const { bold, warn } = palette(output.color);
  const { columns } = output;
  const lines = [
    ...wrap(headline, columns).map(bold),
    '',
    ...answers.flatMap(({ question, answer }) => hanging(question.padEnd(25), answer, columns)),
    ...doubts.flatMap((sentence) => ['', ...wrap(sentence, columns).map(warn)]),
    ...missing.flatMap((sentence) => ['', ...wrap(sentence, columns)]),
    '',
    `Page: ${page}`,
  ];
  output.write(lines.map((line) => `${line}\n`).join(''));
}

/** Relative addresses of the reports there are, by run id. */
function linksTo(directories: readonly string[], from: string): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (const directory of directories) {
    const link = reportLink(directory, from);
    if (link !== null) links.set(basename(resolve(directory)), link);
  }
  return links;
}
