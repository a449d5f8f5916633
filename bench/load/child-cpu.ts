/**
 * CPU time of the child processes that have ended, with all of theirs.
 *
 * Linux adds a child's user and system time to its parent when it is waited for, descendants
 * included, so the difference around one child is exact to a clock tick and costs that child
 * nothing (a sampler would miss what happens after its last look). proc_pid_stat(5), fields 16 and 17.
 */
import { readFileSync } from 'node:fs';

/** USER_HZ, the unit of these fields: 100 on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @returns seconds, null where the system has no such file */
export function endedChildrenCpuSeconds(): number | null {
  try {
    return parseChildrenCpuSeconds(readFileSync('/proc/self/stat', 'utf8'));
  } catch {
    return null;
  }
}

export function parseChildrenCpuSeconds(stat: string): number {
  // The command in field 2 may hold spaces and brackets; what follows its last bracket does not.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [fields[13], fields[14]].map(Number);
  return (user! + system!) / TICKS_PER_SECOND;
}
