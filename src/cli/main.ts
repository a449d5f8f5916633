/** Runs the command line. The only file that exits the process. */
import { completes, completionCommand } from './completion.ts';
import { createProgram, exitCodeOfFailure } from './program.ts';

exitWithLauncher();
process.on('uncaughtException', fail).on('unhandledRejection', fail);
const program = createProgram(exit);
if (completes(process.argv)) await (await import('./complete.ts')).addCompletion(program);
else program.addCommand(completionCommand().copyInheritedSettings(program));
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
  exit(await exitCodeOfFailure(cause, process.argv.slice(2)));
}

function exit(code: number): void {
  // Writes to pipes are asynchronous: flush them before exiting.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
