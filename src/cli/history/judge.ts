/** `scaleproof history judge`: whether the newest night is worse than those before, and since when. */
import { Command } from 'commander';
import type { RunEntry } from '../../history/entry.ts';
import { type Output, outputTo } from '../output.ts';
import { writeNamed } from '../write-named.ts';
import { addSelectionOptions, type SelectionFlags, toSelection } from './history-options.ts';

interface Flags extends SelectionFlags {
  readonly issue?: string;
  readonly json: boolean;
}

/** @param exit called with the exit code after all output is written */
export function judgeCommand(exit: (code: number) => void): Command {
  return addSelectionOptions(new Command('judge'))
    .description('Say whether the newest night is worse than those before, and since when.')
    .option('--issue <file>', 'on a regression, write a text ready for an issue to this file')
    .option('--json', 'print the judgment as JSON on stdout', false)
    .addHelpText('after', NOTES)
    .action(async (_: unknown, command: Command) => {
      exit(await judge(command.optsWithGlobals()));
    });
}

const NOTES = `
Judges the series of the newest run that is chosen: runs that may be compared.
Fewer than six nights: only the run's own checks judge. Up to 20: a band around
the median, where one night outside is in doubt. Beyond: change points.

Exit codes: 0 no worse, 1 regression (or, with too few nights, a failed run),
            2 usage, 3 too few nights, or in doubt.

Examples:
  npx scaleproof history judge --scenario wine --env nightly
  npx scaleproof history judge --issue issue.md
`;

/** @returns the exit code */
async function judge(flags: Flags): Promise<number> {
  const { readHistory } = await import('../../history/history.ts');
  const { chosenOf } = await import('./read-chosen.ts');
  const { judgeHistory } = await import('../../history/judge-history.ts');
  const history = readHistory(flags.history, { sketches: false });
  const chosen = chosenOf(history, toSelection(flags));
  const { series } = chosen.at(-1)!;
  const judgment = judgeHistory(
    chosen.filter((run) => run.series === series),
    history.acceptances,
  );
  const { judgmentMarkdown, issueText } = await import('../../report/judgment-markdown.ts');
  const { appendToJobSummary, annotate } = await import('../job-summary.ts');
  appendToJobSummary(judgmentMarkdown(judgment));
  if (judgment.result === 'regression') {
    const { judgmentHeadline } = await import('../../report/judgment-rows.ts');
    const { command } = await import('../../report/workflow-command.ts');
    annotate(command('error', 'Worse than it was', judgmentHeadline(judgment)));
    if (flags.issue !== undefined) writeNamed('--issue', flags.issue, issueText(judgment));
  }
  if (flags.json) {
    const { judgmentJson } = await import('../../report/judgment-json.ts');
    process.stdout.write(`${JSON.stringify(judgmentJson(judgment), null, 2)}\n`);
  } else {
    const { renderJudgment } = await import('../../report/judgment-terminal.ts');
    const { palette } = await import('../../report/palette.ts');
    const output = outputTo(process.stdout, process.env);
    if (judgment.result === 'limits-only') await showIndication(chosen, output);
    output.write(renderJudgment(judgment, output.columns, palette(output.color)));
  }
  const { result, newest } = judgment;
  if (result === 'limits-only') return newest.status === 'fail' ? 1 : 3;
  return { steady: 0, regression: 1, 'in-doubt': 3 }[result];
}

/** Too few nights show nothing; what they hint at is better than silence. */
async function showIndication(runs: readonly RunEntry[], output: Output): Promise<void> {
  const { usable } = await import('../../history/comparable.ts');
  const { compareRuns } = await import('../../history/compare.ts');
  const { allowedOf } = await import('../../history/metrics.ts');
  const { renderComparison } = await import('../../report/comparison-terminal.ts');
  const { palette } = await import('../../report/palette.ts');
  const newest = runs.at(-1)!;
  const told = usable(runs.filter(({ series }) => series === newest.series)).runs;
  const before = told.filter((run) => run !== newest);
  if (before.length === 0 || !told.includes(newest)) return;
  const comparison = compareRuns(before, [newest], {
    alpha: 0.05,
    maxRegression: (id, metric) => allowedOf(id, metric, newest.maxRegression),
  });
  output.write(`${renderComparison(comparison, [], output.columns, palette(output.color))}\n`);
}
