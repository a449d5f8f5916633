/** `scaleproof calibrate`: a scenario whose stand-in behaves like the endpoint of a run. */
import { Command } from 'commander';
import type { GlobalFlags } from './global-options.ts';
import { outputTo } from './output.ts';

interface CalibrateFlags extends GlobalFlags {
  readonly output?: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** @param exit called with the exit code after all output is written */
export function calibrateCommand(exit: (code: number) => void): Command {
  return new Command('calibrate')
    .description('Write a scenario whose stand-in behaves like the endpoint of a run.')
    .argument('<run>', 'the directory of a run that scaled out, best with instances at their limit')
    .argument('[test...]', 'directories of capacity tests of the same endpoint')
    .option('-o, --output <file>', 'file to write (default: NAME-calibrated.yml)')
    .option('--force', 'overwrite the file', false)
    .option('--json', 'print the settings with their intervals as JSON on stdout', false)
    .addHelpText('after', EXAMPLES)
    .action(async (run: string, tests: string[], _: unknown, command: Command) => {
      const flags = command.optsWithGlobals<CalibrateFlags>();
      // Imported lazily: help and usage errors should not wait for it.
      const { calibrateRun } = await import('../run/calibrate-run.ts');
      const made = await calibrateRun({
        run,
        tests,
        file: flags.output ?? null,
        force: flags.force,
      });
      const { calibration, file, next, notes, isInDoubt } = made;
      if (flags.json) {
        const told = { ...calibration, file, next, notes, isInDoubt };
        process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
      } else {
        const { renderCalibration } = await import('../report/calibration-terminal.ts');
        const { palette } = await import('../report/palette.ts');
        const { wrap } = await import('../report/text-columns.ts');
        const output = outputTo(process.stdout, process.env);
        if (!flags.quiet) {
          output.write(renderCalibration(calibration, output.columns, palette(output.color)));
        }
        const lines = [
          `wrote  ${file}`,
          ...notes.flatMap((note) => ['', ...wrap(`Note: ${note}`, output.columns)]),
          ...(next === null
            ? []
            : ['', 'Next, run it and compare with the original:', `  ${next}`]),
        ];
        output.write(`${lines.join('\n')}\n`);
      }
      const { EXIT_CANNOT_TELL } = await import('./exit-codes.ts');
      exit(calibration.scalingUnknown || isInDoubt ? EXIT_CANNOT_TELL : 0);
    });
}

const EXAMPLES = `
Reads only what callers and AWS told of the run, never what a stand-in knows of
itself. Each value has its evidence beside it; what the run does not tell is
named, and the file then holds the default.

Exits with 0 written, 2 usage or no such run, 3 the run cannot tell: nothing is
written, or, where only the time of a scale-out is not known or the load was
sent late, a file that says so.

Examples:
  npx scaleproof calibrate reports/2026-11-21T09-30-05.123Z-wine-nightly
  npx scaleproof calibrate reports/NIGHTLY reports/CAPACITY-TEST
  npx scaleproof calibrate reports/NIGHTLY -o scenarios/my-wine.yml --force
  npx scaleproof calibrate reports/NIGHTLY --json
`;
