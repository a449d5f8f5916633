/**
 * What else the machine was doing: a benchmark that shares its cores measures its neighbours too.
 *
 * All busy time of all cores, minus what the benchmark's own processes used, is somebody else's.
 * Time that a hypervisor gave to other guests (steal) counts as well; interrupts do not, being mostly
 * the load's own packets on the loopback interface. proc_stat(5).
 */
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** @returns CPU seconds since boot in which the machine's cores were not idle, null if unknown */
export function busyCpuSeconds(): number | null {
  try {
    return parseBusyCpuSeconds(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return null;
  }
}

export function parseBusyCpuSeconds(stat: string): number {
  const [total = ''] = stat.split('\n', 1);
  const [user, nice, system, , , , , steal] = total.trim().split(/\s+/).slice(1);
  const ticks = [user, nice, system, steal].map(Number);
  return ticks.reduce((sum, value) => sum + value, 0) / TICKS_PER_SECOND;
}
