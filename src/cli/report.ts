/** `scaleproof report`: judges a run directory again, offline, even after a crash. */
import { join } from 'node:path';
import { Command } from 'commander';
import { UserError } from '../input/user-error.ts';
import { exitCodeOf } from '../verdict/exit-code.ts';
import { addExportOptions, exportFlags } from './export-options.ts';
import type { GlobalFlags } from './global-options.ts';
import { outputTo } from './output.ts';
import { isCapacity, isRun, newestReported } from './run-directories.ts';

interface ReportFlags extends GlobalFlags {
  readonly out: string;
  readonly open: boolean;
  readonly junit?: string;
  readonly json: boolean;
}

export function reportCommand(exit: (code: number) => void): Command {
  return addExportOptions(
    new Command('report')
      .description(
        'Judge a run directory again and write its reports, offline, even after a crash; or show two runs beside each other.',
      )
      .argument(
        '[runs...]',
        'one or two run directories, or parents of some (default: the latest under --out)',
      )
      .option('-o, --out <dir>', 'parent of the run directories, and of a page of two', 'reports')
      .option('--open', 'show the page in the browser', false)
      .option('--junit <file>', 'write junit.xml to this file, too')
      .option('--json', 'print the verdict as JSON on stdout', false),
  )
    .addHelpText('after', EXAMPLES)
    .action(async (runs: readonly string[], _: unknown, command: Command) => {
      const flags = command.optsWithGlobals<ReportFlags>();
      if (runs.length > 1) {
        const { reportPair } = await import('./report-pair.ts');
        const directories = runs.map((run) => runDirectory(run, flags.out));
        await reportPair(directories, flags);
        exit(0);
        return;
      }
      const asked = exportFlags(command);
      const directory = runDirectory(runs[0], flags.out);
      if (isCapacity(directory)) {
        const { reportCapacity } = await import('./report-capacity.ts');
        exit(await reportCapacity(directory, { ...flags, exports: asked !== null }));
        return;
      }
      if (asked !== null) {
        const { exportRun } = await import('./export-run.ts');
        await exportRun(directory, { ...asked, quiet: flags.quiet });
        exit(0);
        return;
      }
      // Imported lazily: help and usage errors should not wait for it.
      const { HTML_REPORT, writeReports } = await import('../run/write-reports.ts');
      const { showVerdict } = await import('./show-verdict.ts');
      const verdict = await writeReports(directory);
      const output = outputTo(process.stdout, process.env);
      const page = join(directory, HTML_REPORT);
      if (flags.json) process.stdout.write(`${JSON.stringify(verdict, null, 2)}\n`);
      else showVerdict(verdict, page, output, flags.quiet);
      if (flags.junit !== undefined) {
        const { renderJunit } = await import('../report/junit.ts');
        const { writeNamed } = await import('./write-named.ts');
        writeNamed('--junit', flags.junit, renderJunit(verdict));
      }
      if (flags.open) await (await import('./open-page.ts')).openPage(page);
      exit(exitCodeOf(verdict.status));
    });
}

const EXAMPLES = `
The exit code is the verdict's: 0 pass, 1 fail, 3 inconclusive,
4 harness failure. With --format it is that of the export: 0 written or
received, 4 not received. Of two runs it is 0: \`compare\` judges those.

--push takes credentials from OTEL_EXPORTER_OTLP_HEADERS (otlp) and
SCALEPROOF_PUSH_HEADERS (openmetrics), as name=value,name=value.

Examples:
  npx scaleproof report
  npx scaleproof report --open
  npx scaleproof report --out /tmp/reports
  npx scaleproof report reports/2026-11-21T09-30-05.123Z-wine-local --json
  npx scaleproof report reports/BEFORE reports/AFTER --open
  npx scaleproof report --format csv --to run.csv
  npx scaleproof report --format openmetrics --push http://localhost:9091
  npx scaleproof report --format otlp --push http://localhost:4318
`;

function runDirectory(named: string | undefined, out: string): string {
  if (named === undefined) {
    const newest = newestReported(out);
    if (newest !== null) return newest;
    throw new UserError(
      `No runs under ${out}/; name the folder given to \`run --out\` with --out, or create one with \`npx scaleproof run wine\`.`,
    );
  }
  // Whatever is wrong with a directory that is neither is for its reader to say.
  return isRun(named) ? named : (newestReported(named) ?? named);
}
