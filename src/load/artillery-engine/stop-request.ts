/**
 * Stops a load early, through a file in its run directory.
 *
 * On a signal, Artillery terminates its worker threads immediately, so a signal cannot stop a load
 * and still account for every request. A file can: the engine sees it,
 * records what it will not send, and lets Artillery finish normally.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STOP_FILE = 'stop-requested';
const POLL_INTERVAL_MS = 200;

export function requestStop(directory: string): void {
  writeFileSync(join(directory, STOP_FILE), '');
}

export function clearStopRequest(directory: string): void {
  rmSync(join(directory, STOP_FILE), { force: true });
}

/**
 * @param stop called when a stop is requested, or when the process that started the load is gone:
 *   a load must not outlive a killed `scaleproof run`
 */
export function onStopRequest(directory: string, stop: () => void): NodeJS.Timeout {
  const file = join(directory, STOP_FILE);
  const check = () => {
    if (isOrphan() || existsSync(file)) stop();
  };
  // Also check immediately: a stop may be requested while Artillery starts, which takes seconds.
  check();
  return setInterval(check, POLL_INTERVAL_MS);
}

/** When a parent dies, the child gets another parent process. */
function isOrphan(): boolean {
  const parent = process.env.SCALEPROOF_PARENT_PID;
  return parent !== undefined && process.ppid !== Number(parent);
}
