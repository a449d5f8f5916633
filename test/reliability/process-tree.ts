/** The processes below a process, and whether they are gone. */
import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly commandLine: string;
}

/** Children of `pid`, their children, and so on. */
export function descendantsOf(pid: number): Listed[] {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, id, parent, commandLine = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return id === undefined ? [] : [{ pid: Number(id), parent: Number(parent), commandLine }];
    })
    // `ps` itself is a child of the tests, never of the command.
    .filter(({ commandLine }) => !commandLine.startsWith('ps '));
  const below = (parent: number): Listed[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(pid);
}

/** Resolves when all are gone. @throws Error that names those which stay */
export async function allGone(processes: readonly Listed[]): Promise<void> {
  let left = [...processes];
  // An orphaned stand-in goes on for 5 s, so that a load without its command is still answered.
  for (let looks = 0; looks < 200; looks += 1) {
    left = left.filter(({ pid }) => isAlive(pid));
    if (left.length === 0) return;
    await delay(100);
  }
  throw new Error(`left behind: ${left.map(({ commandLine }) => commandLine).join('; ')}`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
