/** Options that several commands take to name a history, and to choose runs of it. */
import { type Command, Option } from 'commander';
import type { RunEntry } from '../../history/entry.ts';
import type { Selection } from '../../history/select.ts';
import { toCount, toMoment } from '../option-values.ts';

const DEFAULT_HISTORY = '.scaleproof/history.ndjson';

export interface HistoryFlags {
  readonly history: string;
}

export function addHistoryOption(command: Command): Command {
  return command.addOption(
    new Option('--history <file>', 'the history')
      .env('SCALEPROOF_HISTORY')
      .default(DEFAULT_HISTORY),
  );
}

/** For the commands that make runs. */
export function addRecordOptions(command: Command): Command {
  return addHistoryOption(command.option('--record', 'add the run to the history', false));
}

export interface SelectionFlags extends HistoryFlags {
  readonly scenario?: string;
  readonly env?: string;
  readonly series?: string;
  readonly label?: string;
  readonly commit?: string;
  readonly status?: RunEntry['status'];
  readonly since?: number;
  readonly last?: number;
}

const STATUSES: readonly RunEntry['status'][] = ['pass', 'fail', 'inconclusive', 'error'];

export function addSelectionOptions(command: Command): Command {
  return addHistoryOption(command)
    .option('--scenario <name>', 'runs of this scenario only')
    .option('-e, --env <name>', 'runs in this environment only')
    .option('--series <id>', 'runs of this series only: those that may be compared')
    .option('--label <text>', 'runs with this label only')
    .option('--commit <sha>', 'runs of this commit only; its first digits will do')
    .addOption(new Option('--status <status>', 'runs with this verdict only').choices(STATUSES))
    .option(
      '--since <when>',
      'runs since a date such as 2026-11-01, or an age such as 30d',
      toMoment,
    )
    .option('--last <n>', 'the newest runs only, so many', toCount);
}

export function toSelection(flags: SelectionFlags): Selection {
  const { scenario, env, series, label, commit, status, since: sinceMs, last } = flags;
  const all = { scenario, env, series, label, commit, status, sinceMs, last };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
