/** CPU time of a benchmark's children and of the whole machine, to derive other processes' use. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';

/** USER_HZ, the unit of /proc: 100 on every architecture that Node runs on. */
const TICKS_PER_SECOND = 100;

/**
 * CPU time of exited child processes and their descendants. Linux adds a child's user and
 * system time to its parent when it is waited for, descendants included, so the difference around one
 * child is exact to a clock tick and costs that child nothing (a sampler would miss what happens after
 * its last sample). proc_pid_stat(5), fields 16 and 17.
 * @returns seconds, null where the system has no such file
 */
export function endedChildrenCpuSeconds(): number | null {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // The command in field 2 may contain spaces and parentheses; the fields after it do not.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

/**
 * Busy time of all cores; minus the benchmark's own processes, it is other processes' use.
 * Includes time that a hypervisor gave to other guests (steal); excludes interrupts, which are mostly
 * the load's own packets on the loopback interface. proc_stat(5).
 * @returns CPU seconds since boot in which the machine's cores were not idle, null if unknown
 */
export function busyCpuSeconds(): number | null {
  try {
    const [total = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
    const [user, nice, system, , , , , steal] = total.trim().split(/\s+/).slice(1);
    const ticks = [user, nice, system, steal].map(Number);
    return ticks.reduce((sum, value) => sum + value, 0) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

/** @returns a function for the share of all cores that other processes used since; null if unknown */
export function watchOthers(): () => number | null {
  const startMs = performance.now();
  const before = { busy: busyCpuSeconds(), children: endedChildrenCpuSeconds() };
  const ownBefore = process.cpuUsage();
  return () => {
    const after = { busy: busyCpuSeconds(), children: endedChildrenCpuSeconds() };
    if (before.busy === null || after.busy === null) return null;
    const { user, system } = process.cpuUsage(ownBefore);
    const children = (after.children ?? 0) - (before.children ?? 0);
    const others = after.busy - before.busy - children - (user + system) / 1_000_000;
    const seconds = (performance.now() - startMs) / 1_000;
    return Math.max(0, others) / (seconds * availableParallelism());
  };
}
