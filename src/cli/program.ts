/** The whole command line: its commands, and how a failure becomes a message and an exit code. */
import { Command, CommanderError } from 'commander';
import { scaleproofVersion } from '../record/versions.ts';
import { checkCommand } from './check.ts';
import { collectCommand } from './collect.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT_USAGE } from './exit-codes.ts';
import { iamCommand } from './iam.ts';
import { localCommand } from './local.ts';
import { refuseEmptyValues } from './option-values.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { showCommand } from './show.ts';

const HELP = `
Examples:
  npx scaleproof run wine                 load the embedded stand-in and judge it
  npx scaleproof run wine --json          print the verdict as JSON
  npx scaleproof check wine               compare a few predictions with their labels
  npx scaleproof collect wine --for 20m   watch and judge an external load
  npx scaleproof doctor wine              check readiness; estimate cost and duration
  npx scaleproof show wine                print every setting and where it comes from
  npx scaleproof iam wine                 print the least-privilege IAM policy
  npx scaleproof local                    run only the stand-in
  npx scaleproof report                   judge the latest run again
`;

/** @param exit called with the exit code after all output is written */
export function createProgram(exit: (code: number) => void): Command {
  const program = new Command('scaleproof')
    .description(
      'Proves that an ML inference endpoint scales: loads it, watches it, and judges the run.',
    )
    .version(scaleproofVersion())
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for usage)')
    .addHelpText('after', HELP)
    .addCommand(runCommand(exit))
    .addCommand(checkCommand(exit))
    .addCommand(collectCommand(exit))
    .addCommand(doctorCommand(exit))
    .addCommand(showCommand(exit))
    .addCommand(iamCommand(exit))
    .addCommand(localCommand(exit))
    .addCommand(reportCommand(exit));
  for (const command of [program, ...program.commands]) {
    // How errors and help are shown; what is added with `addCommand` does not inherit it.
    if (command !== program) command.copyInheritedSettings(program);
    command.exitOverride();
    refuseEmptyValues(command);
  }
  return program;
}

/** Prints why the command failed. @returns its exit code */
export async function exitCodeOfFailure(cause: unknown): Promise<number> {
  // Commander has printed its message; its codes are 0 for help and version, 1 for usage errors.
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : EXIT_USAGE;
  const { explain } = await import('./explain.ts');
  return explain(cause);
}
