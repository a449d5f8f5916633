/** What other processes took of the machine while something was measured. */
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { endedChildrenCpuSeconds } from '../load/child-cpu.ts';
import { busyCpuSeconds } from '../load/machine-cpu.ts';

/** @returns a function that tells the share of all cores since, null where the system does not say */
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
