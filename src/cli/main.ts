/** Runs the command line. The only file that exits the process. */
import { createProgram, exitCodeOfFailure } from './program.ts';

exitWithLauncher();
process.on('uncaughtException', fail).on('unhandledRejection', fail);
await createProgram(exit).parseAsync().catch(fail);

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
  exit(await exitCodeOfFailure(cause));
}

function exit(code: number): void {
  // Writes to pipes are asynchronous: flush them before exiting.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
