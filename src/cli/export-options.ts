/** The options with which `report` exports a run instead of judging it into its directory. */
import { type Command, Option } from 'commander';
import type { Signal } from '../export/otlp-run.ts';
import { UserError } from '../input/user-error.ts';

export const FORMATS = ['csv', 'openmetrics', 'otlp'] as const;

export interface ExportFlags {
  readonly format: (typeof FORMATS)[number];
  readonly to?: string;
  readonly push?: string;
  readonly signal?: Signal;
}

/** What a report does, and an export does not. */
const OF_REPORTS = ['json', 'junit', 'open'];

export function addExportOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'export the run instead: print it as')
        .choices(FORMATS)
        .conflicts(OF_REPORTS),
    )
    .addOption(
      new Option(
        '--to <file>',
        'write the export, or the page of two runs, to this file',
      ).conflicts('push'),
    )
    .option('--push <url>', 'with --format openmetrics or otlp: send it there')
    .addOption(
      new Option('--signal <signal>', 'with --format otlp: only these').choices([
        'traces',
        'metrics',
      ]),
    );
}

/**
 * @returns null when nothing is exported
 * @throws UserError where a flag needs `--format`, or another one
 */
export function exportFlags(command: Command): ExportFlags | null {
  const flags = command.opts<Partial<ExportFlags>>();
  const { format, signal } = flags;
  if (format === undefined) {
    const flag = (['to', 'push', 'signal'] as const).find((each) => flags[each] !== undefined);
    if (flag === undefined) return null;
    throw new UserError(
      `--${flag} needs --format; add ${flag === 'to' ? '--format csv, openmetrics or otlp' : flag === 'push' ? '--format openmetrics or otlp' : '--format otlp'}.`,
    );
  }
  if (signal !== undefined && format !== 'otlp') {
    throw new UserError(
      `--signal is for --format otlp, but --format is ${format}; leave out --signal.`,
    );
  }
  // Nothing else needs it then, and other tools write to a file with `-o`.
  if (command.args.length > 0 && command.getOptionValueSource('out') === 'cli') {
    throw new UserError(
      '--out names the parent of runs, but a run is named already; to write the export to a file, use --to FILE.',
    );
  }
  return { ...flags, format };
}
