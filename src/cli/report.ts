/** `scaleproof report`: judges a run directory again, offline, even after a crash. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { UserError } from '../input/user-error.ts';
import { exitCodeOf } from '../verdict/exit-code.ts';
import { outputTo } from './output.ts';

export function reportCommand(exit: (code: number) => void): Command {
  return new Command('report')
    .description('Judge a run directory again and write its reports, offline, even after a crash.')
    .argument('[run]', 'a run directory (default: the latest under reports/)')
    .option('--json', 'print the verdict as JSON on stdout', false)
    .addHelpText('after', EXAMPLES)
    .action(async (run: string | undefined, flags: { json: boolean }) => {
      const directory = run ?? newestRun('reports');
      // Imported lazily: help and usage errors should not wait for it.
      const { HTML_REPORT, writeReports } = await import('../run/write-reports.ts');
      const { showVerdict } = await import('./show-verdict.ts');
      const verdict = await writeReports(directory);
      const output = outputTo(process.stdout, process.env);
      if (flags.json) process.stdout.write(`${JSON.stringify(verdict, null, 2)}\n`);
      else showVerdict(verdict, join(directory, HTML_REPORT), output);
      exit(exitCodeOf(verdict.status));
    });
}

const EXAMPLES = `
The exit code is the verdict's: 0 pass, 1 fail, 3 inconclusive, 4 harness failure.

Examples:
  npx scaleproof report
  npx scaleproof report reports/2026-11-21T09-30-05.123Z-wine-local --json
`;

function newestRun(parent: string): string {
  const runs = existsSync(parent)
    ? readdirSync(parent).filter(
        // Only names with a timestamp, so that `sample` is never the latest run.
        (name) => /^\d{4}-/.test(name) && existsSync(join(parent, name, 'manifest.json')),
      )
    : [];
  // Names start with a timestamp, so the last by name is the latest.
  const newest = runs.sort().at(-1);
  if (newest) return join(parent, newest);
  throw new UserError(`No runs under ${parent}/; create one with \`npx scaleproof run wine\`.`);
}
