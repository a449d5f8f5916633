/** `scaleproof history trends`: each metric of a series over time. */
import { Command } from 'commander';
import { UserError } from '../../input/user-error.ts';
import { outputTo } from '../output.ts';
import { addSelectionOptions, type SelectionFlags } from './history-options.ts';
import { readTrends } from './read-trends.ts';

interface Flags extends SelectionFlags {
  readonly metric?: string;
  readonly json: boolean;
}

/** @param exit called with the exit code after all output is written */
export function trendsCommand(exit: (code: number) => void): Command {
  return addSelectionOptions(new Command('trends'))
    .description('Chart each metric of a series of runs (default: that of the newest run).')
    .option('--metric <id>', 'one metric large, such as latency-p99.after')
    .option('--json', 'print the trends as JSON on stdout', false)
    .action(async (_: unknown, command: Command) => {
      await print(command.optsWithGlobals());
      exit(0);
    });
}

async function print(flags: Flags): Promise<void> {
  const all = await readTrends(flags);
  const newest = all[0]!;
  const trend = newest.trends.find(({ id }) => id === flags.metric);
  if (flags.metric !== undefined && trend === undefined) {
    const known = newest.trends.map(({ id }) => id).join(', ');
    throw new UserError(
      `--metric ${flags.metric}: series ${newest.series} has no such metric; it has ${known}.`,
    );
  }
  if (flags.json) {
    const trends = trend === undefined ? newest.trends : [trend];
    const runs = newest.runs.map(({ runId, startedAtMs, status }) => ({
      runId,
      startedAtMs,
      status,
    }));
    process.stdout.write(`${JSON.stringify({ ...newest, runs, trends }, null, 2)}\n`);
    return;
  }
  const { renderTrend, renderTrends } = await import('../../report/trends-terminal.ts');
  const { palette } = await import('../../report/palette.ts');
  const output = outputTo(process.stdout, process.env);
  const paint = palette(output.color);
  output.write(
    trend === undefined
      ? renderTrends(newest, output.columns, paint)
      : renderTrend(newest, trend, output.columns, paint),
  );
  const others = all.slice(1).map(({ series }) => series);
  if (others.length > 0)
    output.write(`Other series: ${others.join(', ')}; choose one with --series.\n`);
}
