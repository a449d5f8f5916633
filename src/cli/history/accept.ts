/** `scaleproof history accept`: makes a change the new normal. */
import { Command } from 'commander';
import { UserError } from '../../input/user-error.ts';
import type { GlobalFlags } from '../global-options.ts';
import { gather } from '../option-values.ts';
import { addSelectionOptions, type SelectionFlags, toSelection } from './history-options.ts';
import { readChosen } from './read-chosen.ts';

interface Flags extends SelectionFlags, GlobalFlags {
  readonly metric: readonly string[];
  readonly because?: string;
}

/** @param exit called with the exit code after all output is written */
export function acceptCommand(exit: (code: number) => void): Command {
  return addSelectionOptions(new Command('accept'))
    .description('Make what changed the new normal, from a run on.')
    .argument('[run]', 'the first run of the new normal (default: the newest that is chosen)')
    .option(
      '--metric <id>',
      'only this metric, such as latency-p99.after; repeatable (default: all)',
      gather,
      [],
    )
    .option('--because <text>', 'why, for whoever reads the history')
    .action(async (run: string | undefined, _: unknown, command: Command) => {
      await accept(run, command.optsWithGlobals());
      exit(0);
    });
}

async function accept(named: string | undefined, flags: Flags): Promise<void> {
  const { history, metric, because = null, quiet } = flags;
  const runs = await readChosen(history, toSelection(flags), { sketches: false });
  const run = named === undefined ? runs.at(-1)! : runs.find(({ runId }) => runId === named);
  if (run === undefined) {
    throw new UserError(
      `History ${history} has no run ${JSON.stringify(named)}; \`npx scaleproof history --json\` lists their ids.`,
    );
  }
  const unknown = metric.find((id) => !Object.hasOwn(run.metrics, id));
  if (unknown !== undefined) {
    throw new UserError(
      `--metric ${unknown}: run ${run.runId} has no such metric; it has ${Object.keys(run.metrics).join(', ')}.`,
    );
  }
  const { HISTORY_VERSION } = await import('../../history/entry.ts');
  const { addToHistory } = await import('../../history/history.ts');
  addToHistory(history, [
    {
      type: 'accept',
      schemaVersion: HISTORY_VERSION,
      series: run.series,
      fromRunId: run.runId,
      fromMs: run.startedAtMs,
      metrics: [...metric],
      because,
      acceptedAtMs: Date.now(),
    },
  ]);
  const what = metric.length === 0 ? 'All metrics are' : `${metric.join(', ')}: accepted`;
  if (!quiet) process.stdout.write(`${what} as they should be from ${run.runId} on.\n`);
}
