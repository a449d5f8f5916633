/** `scaleproof compare`: says what differs between two sets of runs, and whether that is shown. */
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Comparison } from '../history/compare.ts';
import type { RunEntry } from '../history/entry.ts';
import { allowedOf } from '../history/metrics.ts';
import type { RunSources } from '../history/named-runs.ts';
import type { SeriesKey } from '../history/series-key.ts';
import { shown } from '../input/quote.ts';
import { shareOf } from '../input/share-text.ts';
import { UserError } from '../input/user-error.ts';
import { METRIC_NAMES } from '../scenario/metric-names.ts';
import type { GlobalFlags } from './global-options.ts';
import { addHistoryOption, type HistoryFlags } from './history/history-options.ts';
import { gather, toCount, toMoment } from './option-values.ts';
import { outputTo } from './output.ts';

interface CompareFlags extends GlobalFlags, HistoryFlags {
  readonly last?: number;
  readonly since?: number;
  readonly alpha: number;
  readonly maxRegression: Readonly<Record<string, number>>;
  readonly across: readonly (keyof SeriesKey)[];
  readonly json: boolean;
  readonly markdown: boolean;
  readonly html?: string;
  readonly open: boolean;
}

/** @param exit called with the exit code after all output is written */
export function compareCommand(exit: (code: number) => void): Command {
  const command = new Command('compare')
    .description('Say what differs between runs, and whether that is shown.')
    .argument(
      '<base>',
      'runs: directories, or a run, label or commit of the history; with commas, several',
    )
    .argument('[candidate]', 'the same; without it, <base> is compared with the runs before it');
  return addHistoryOption(command)
    .option(
      '--last <n>',
      'as the base, so many runs of the same series before the candidate',
      toCount,
    )
    .option(
      '--since <when>',
      'as the base, runs of the same series since a date or an age such as 30d',
      toMoment,
    )
    .option(
      '--max-regression <share>',
      'the largest change for the worse, such as 10% or latency-p99=20%; repeatable',
      toLimit,
      {},
    )
    .option('--alpha <p>', 'the p below which a difference is shown', toAlpha, 0.05)
    .addOption(
      new Option(
        '--across <part>',
        'compare runs that differ in this part of their key; repeatable',
      )
        .argParser(gather)
        .default([]),
    )
    .option('--json', 'print the comparison as JSON on stdout', false)
    .option('--markdown', 'print it as Markdown on stdout', false)
    .option('--html <file>', 'write it as a page to this file, too')
    .option('--open', 'show the page in the browser', false)
    .addHelpText('after', EXAMPLES)
    .action(async (base: string, candidate: string | undefined, _: unknown, command: Command) => {
      exit(await compare(base, candidate, command.optsWithGlobals()));
    });
}

const EXAMPLES = `
The run is the sample: with fewer than four runs a side, nothing can be shown
at 0.05, and what the runs hint at is called an indication.

Exit codes: 0 no regression, 1 regression, 2 usage, 3 too few runs to tell.

Examples:
  npx scaleproof compare reports/A reports/B
  npx scaleproof compare before after              labels given with --label
  npx scaleproof compare 0123abc 4567def           commits in the history
  npx scaleproof compare reports/NEW --last 10     against the ten before it
  npx scaleproof compare before after --max-regression latency-p99=20%
`;

/** @returns the exit code */
async function compare(
  base: string,
  candidate: string | undefined,
  flags: CompareFlags,
): Promise<number> {
  const { namedRuns } = await import('../history/named-runs.ts');
  const { requireLike, usable } = await import('../history/comparable.ts');
  const { compareRuns } = await import('../history/compare.ts');
  const { KEY_PARTS } = await import('../history/series-key.ts');
  const unknown = flags.across.find((part) => !KEY_PARTS.includes(part));
  if (unknown !== undefined) {
    throw new UserError(
      `--across ${shown(unknown)}: expected a part of the key, one of ${KEY_PARTS.join(', ')}; correct it.`,
    );
  }
  const sources = await sourcesOf(flags.history);
  const newer = await namedRuns(candidate ?? base, sources);
  const older =
    candidate === undefined
      ? runsBefore(newer, sources.recorded(), flags)
      : await namedRuns(base, sources);
  const twice = older.find(({ runId }) => newer.some((run) => run.runId === runId));
  if (twice !== undefined) {
    throw new UserError(`${twice.runId} is on both sides; name each run on one.`);
  }
  requireLike([...older, ...newer], flags.across);
  const sides = { base: usable(older), candidate: usable(newer) };
  for (const [side, { runs, leftOut }] of Object.entries(sides)) {
    if (runs.length === 0)
      throw new UserError(`No ${side} is left to compare: ${leftOut[0]} Name other runs.`);
  }
  const leftOut = [...sides.base.leftOut, ...sides.candidate.leftOut];
  const comparison = compareRuns(sides.base.runs, sides.candidate.runs, {
    alpha: flags.alpha,
    // A flag wins over the scenario.
    maxRegression: (id, metric) =>
      allowedOf(id, metric, flags.maxRegression, sides.candidate.runs.at(-1)!.maxRegression),
  });
  await print(comparison, leftOut, flags);
  await writePage(comparison, leftOut, flags);
  return { 'no-regression': 0, regression: 1, insufficient: 3 }[comparison.result];
}

async function sourcesOf(history: string): Promise<RunSources> {
  const { existsSync } = await import('node:fs');
  const { readHistory } = await import('../history/history.ts');
  const { historyExists } = await import('../history/history-file.ts');
  const { entriesOf } = await import('./history/add-runs.ts');
  const { runDirectories } = await import('./run-directories.ts');
  let runs: readonly RunEntry[] | null = null;
  return {
    atPath: async (path) => (existsSync(path) ? entriesOf(runDirectories(path)) : null),
    recorded() {
      if (runs !== null) return runs;
      // A name that is no path is then told as that, not as a missing history.
      if (!historyExists(history)) return [];
      // With their sketches: whether latencies spread differently within runs is read from those.
      const read = readHistory(history);
      for (const problem of read.problems) process.stderr.write(`${problem}\n`);
      runs = read.runs;
      return runs;
    },
  };
}

const USUAL_BASE = 10;

/** The newest runs of the candidate's series that began before it. */
function runsBefore(
  candidate: readonly RunEntry[],
  recorded: readonly RunEntry[],
  { last = USUAL_BASE, since }: CompareFlags,
): RunEntry[] {
  const [first] = candidate;
  const before = recorded.filter(
    ({ series, startedAtMs }) =>
      series === first!.series && startedAtMs < first!.startedAtMs && startedAtMs >= (since ?? 0),
  );
  if (before.length > 0) return since === undefined ? before.slice(-last) : before;
  throw new UserError(
    `The history has no run of series ${first!.series} before ${first!.runId}; name a base, or add some with \`npx scaleproof history add RUN\`.`,
  );
}

async function print(
  comparison: Comparison,
  leftOut: readonly string[],
  { json, markdown }: CompareFlags,
): Promise<void> {
  if (json) {
    const { base, candidate, ...rest } = comparison;
    const ids = (runs: readonly RunEntry[]) => runs.map(({ runId }) => runId);
    const told = { ...rest, base: ids(base), candidate: ids(candidate), leftOut };
    process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
    return;
  }
  if (markdown) {
    const { comparisonMarkdown } = await import('../report/comparison-markdown.ts');
    process.stdout.write(comparisonMarkdown(comparison, leftOut));
    return;
  }
  const { renderComparison } = await import('../report/comparison-terminal.ts');
  const { palette } = await import('../report/palette.ts');
  const output = outputTo(process.stdout, process.env);
  output.write(renderComparison(comparison, leftOut, output.columns, palette(output.color)));
}

const DEFAULT_PAGE = 'comparison.html';

async function writePage(
  comparison: Comparison,
  leftOut: readonly string[],
  { html, open }: CompareFlags,
): Promise<void> {
  const file = html ?? (open ? DEFAULT_PAGE : null);
  if (file === null) return;
  const { comparisonPage } = await import('../report/html/comparison-page.ts');
  const { writeNamed } = await import('./write-named.ts');
  writeNamed('--html', file, comparisonPage(comparison, leftOut));
  if (open) await (await import('./open-page.ts')).openPage(file);
}

function toLimit(text: string, before: Readonly<Record<string, number>>): Record<string, number> {
  const [name, written] = text.includes('=') ? text.split('=', 2) : ['all', text];
  const share = shareOf(written ?? '');
  const isKnown =
    name === 'all' || (METRIC_NAMES as readonly string[]).includes(name!.split('.')[0]!);
  if (share !== null && isKnown) return { ...before, [name!]: share };
  throw new InvalidArgumentError(
    `expected a share such as 10%, or METRIC=10% with one of ${METRIC_NAMES.join(', ')}.`,
  );
}

function toAlpha(text: string): number {
  const alpha = shareOf(text);
  if (alpha !== null && alpha > 0 && alpha < 1) return alpha;
  throw new InvalidArgumentError('expected a number between 0 and 1, such as 0.05.');
}
