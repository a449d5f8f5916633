/** The command line. The only file that exits the process. */
import { Command, CommanderError } from 'commander';
import { scaleproofVersion } from '../record/versions.ts';
import { checkCommand } from './check.ts';
import { collectCommand } from './collect.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT_USAGE } from './exit-codes.ts';
import { iamCommand } from './iam.ts';
import { localCommand } from './local.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';

const HELP = `
Examples:
  npx scaleproof run wine                 load the embedded stand-in and judge it
  npx scaleproof run wine --json          print the verdict as JSON
  npx scaleproof check wine               compare a few predictions with their labels
  npx scaleproof collect wine --for 20m   watch and judge an external load
  npx scaleproof doctor wine              check readiness; estimate cost and duration
  npx scaleproof iam wine                 print the least-privilege IAM policy
  npx scaleproof local                    run only the stand-in
  npx scaleproof report                   judge the latest run again
`;

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
  .addCommand(iamCommand(exit))
  .addCommand(localCommand(exit))
  .addCommand(reportCommand(exit));

for (const command of [program, ...program.commands]) command.exitOverride();

exitWithLauncher();
process.on('uncaughtException', fail).on('unhandledRejection', fail);
await program.parseAsync().catch(fail);

/** Exits with the older Node that launched this process; if killed, it cannot forward that. */
function exitWithLauncher(): void {
  const launcher = process.env.SCALEPROOF_LAUNCHER_PID;
  if (launcher === undefined) return;
  delete process.env.SCALEPROOF_LAUNCHER_PID;
  setInterval(() => {
    if (process.ppid !== Number(launcher)) process.kill(process.pid, 'SIGKILL');
  }, 500).unref();
}

async function fail(cause: unknown): Promise<void> {
  // Commander has printed its message; its codes are 0 for help and version, 1 for usage errors.
  if (cause instanceof CommanderError) return exit(cause.exitCode === 0 ? 0 : EXIT_USAGE);
  const { explain } = await import('./explain.ts');
  exit(explain(cause));
}

function exit(code: number): void {
  // Writes to pipes are asynchronous: flush them before exiting.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
