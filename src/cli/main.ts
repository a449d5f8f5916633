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
  npx scaleproof run wine                 the main job, on the embedded stand-in
  npx scaleproof run wine --json          the verdict object alone
  npx scaleproof check wine               a few predictions, compared with their labels
  npx scaleproof collect wine --for 20m   judge a load that is sent elsewhere
  npx scaleproof doctor wine              is it ready to run, and what will it cost?
  npx scaleproof iam wine                 the least IAM policy for it
  npx scaleproof local                    the stand-in alone
  npx scaleproof report                   judge the newest run again
`;

const program = new Command('scaleproof')
  .description('Proves that an ML inference endpoint scales: load it, watch it, judge it.')
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

endWithLauncher();
process.on('uncaughtException', fail).on('unhandledRejection', fail);
await program.parseAsync().catch(fail);

/** An older Node may have handed over to this process; killed, it cannot pass that on. */
function endWithLauncher(): void {
  const launcher = process.env.SCALEPROOF_LAUNCHER_PID;
  if (launcher === undefined) return;
  delete process.env.SCALEPROOF_LAUNCHER_PID;
  setInterval(() => {
    if (process.ppid !== Number(launcher)) process.kill(process.pid, 'SIGKILL');
  }, 500).unref();
}

async function fail(cause: unknown): Promise<void> {
  // Commander has printed its own message; its codes are 0 for help and version, 1 for misuse.
  if (cause instanceof CommanderError) return exit(cause.exitCode === 0 ? 0 : EXIT_USAGE);
  const { explain } = await import('./explain.ts');
  exit(explain(cause));
}

function exit(code: number): void {
  // Pipes are asynchronous: what was written must reach them before the process is gone.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
