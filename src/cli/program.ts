/** The whole command line: its commands, and how a failure becomes a message and an exit code. */
import { Command, CommanderError } from 'commander';
import { scaleproofVersion } from '../record/versions.ts';
import { calibrateCommand } from './calibrate.ts';
import { capacityCommand } from './capacity.ts';
import { capacityCurveCommand } from './capacity-curve.ts';
import { capacityReportCommand } from './capacity-report.ts';
import { checkCommand } from './check.ts';
import { collectCommand } from './collect.ts';
import { compareCommand } from './compare.ts';
import { distributeCommand } from './distribute.ts';
import { doctorCommand } from './doctor.ts';
import { addGlobalOptions } from './global-options.ts';
import { historyCommand } from './history/history.ts';
import { iamCommand } from './iam.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { listCommand } from './list.ts';
import { localCommand } from './local.ts';
import { refuseEmptyValues } from './option-values.ts';
import { planCommand } from './plan.ts';
import { recommendCommand } from './recommend.ts';
import { recordCommand } from './record.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { showCommand } from './show.ts';

const HELP = `
Precedence, highest first: a flag, --set, the environment (-e; configuration
file, scenario), the configuration file, the scenario, the default. Both files
setting a key to different values is an error; \`show\` prints which one won.

Examples:
  npx scaleproof run wine                 load the embedded stand-in, judge it
  npx scaleproof run wine --dry-run       plan, cost and duration; no load
  npx scaleproof init                     a scenario for an API of your own
  npx scaleproof list                     systems, scenarios, environments
  npx scaleproof show wine                every setting and where it comes from
  npx scaleproof doctor wine --env smoke  is it ready to run?
  npx scaleproof check wine               compare predictions with their labels
  npx scaleproof report --open            judge the latest run, show the page
  npx scaleproof history                  the runs kept with --record
`;

/** @param exit called with the exit code after all output is written */
export function createProgram(exit: (code: number) => void): Command {
  const program = addGlobalOptions(new Command('scaleproof'), scaleproofVersion())
    .description(
      'Proves that an ML inference endpoint scales: loads it, watches it, and judges the run.',
    )
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for usage)')
    .addHelpText('after', HELP)
    .addCommand(runCommand(exit))
    .addCommand(checkCommand(exit))
    .addCommand(capacityCommand(exit))
    .addCommand(distributeCommand(exit))
    .addCommand(collectCommand(exit))
    .addCommand(importCommand(exit))
    .addCommand(recordCommand(exit))
    .addCommand(doctorCommand(exit))
    .addCommand(showCommand(exit))
    .addCommand(iamCommand(exit))
    .addCommand(initCommand(exit))
    .addCommand(listCommand(exit))
    .addCommand(localCommand(exit))
    .addCommand(reportCommand(exit))
    .addCommand(compareCommand(exit))
    .addCommand(historyCommand(exit))
    .addCommand(capacityCurveCommand(exit))
    .addCommand(calibrateCommand(exit))
    .addCommand(recommendCommand(exit))
    .addCommand(planCommand(exit))
    .addCommand(capacityReportCommand(exit));
  return settled(program);
}

/** How errors and help are shown; what is added with `addCommand` does not inherit it. */
function settled(command: Command): Command {
  command.exitOverride();
  refuseEmptyValues(command);
  for (const part of command.commands) settled(part.copyInheritedSettings(command));
  return command;
}

/**
 * Says why the command failed.
 * @param args the command line
 * @returns its exit code
 */
export async function exitCodeOfFailure(cause: unknown, args: readonly string[]): Promise<number> {
  // Help and version.
  if (cause instanceof CommanderError && cause.exitCode === 0) return 0;
  const { explain } = await import('./explain.ts');
  return explain(cause, args);
}
