/** Times whole processes: from start to end, and the CPU time of all their threads. */
import { spawnSync } from 'node:child_process';
import { milliseconds } from '../src/format/numbers.js';
import { endedChildrenCpuSeconds } from './cpu-time.ts';
import { renderSpread, spread } from './table.ts';

export interface Took {
  readonly wallSeconds: number;
  /** Null if the system does not report it. */
  readonly cpuSeconds: number | null;
}

export function timeNode(args: readonly string[], exits = [0]): Took {
  return timeProcess(process.execPath, args, exits);
}

/** @throws Error when it ends with another exit code */
export function timeProcess(command: string, args: readonly string[], exits = [0]): Took {
  const cpuBefore = endedChildrenCpuSeconds();
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const wallSeconds = (performance.now() - startedMs) / 1_000;
  const cpuAfter = endedChildrenCpuSeconds();
  if (!exits.includes(status ?? -1)) {
    throw new Error(`${command} ${args.join(' ')} exited with ${status}: ${stderr}`);
  }
  const cpuSeconds = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
  return { wallSeconds, cpuSeconds };
}

/** The median and range of one figure over the rounds. */
export function over(took: readonly Took[], of: (one: Took) => number | null): string {
  return renderSpread(spread(took.map(of)), (value) => milliseconds(value * 1_000));
}
