/**
 * How a load is asked to end early: by a file in its run directory.
 *
 * On a signal Artillery ends its worker threads at once, without a last word of theirs, so a signal
 * cannot be the way to stop and still account for every request. A file can: the engine sees it,
 * reports what it will not send, and lets Artillery finish as usual.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STOP_FILE = 'stop-requested';
const LOOK_EVERY_MS = 200;

export function requestStop(directory: string): void {
  writeFileSync(join(directory, STOP_FILE), '');
}

export function clearStopRequest(directory: string): void {
  rmSync(join(directory, STOP_FILE), { force: true });
}

/**
 * @param stop called when a stop was requested, or when the process that started the load is gone:
 *   a load must not outlive a killed `scaleproof run`
 */
export function onStopRequest(directory: string, stop: () => void): NodeJS.Timeout {
  const file = join(directory, STOP_FILE);
  const look = () => {
    if (isOrphan() || existsSync(file)) stop();
  };
  // At once as well: Artillery takes seconds to start, and much can happen meanwhile.
  look();
  return setInterval(look, LOOK_EVERY_MS);
}

/** A child whose parent has died is given another one. */
function isOrphan(): boolean {
  const parent = process.env.SCALEPROOF_PARENT_PID;
  return parent !== undefined && process.ppid !== Number(parent);
}
