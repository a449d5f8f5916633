/** Times a process and watches the memory of it and all it starts. Linux. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { endedChildrenCpuSeconds } from '../cpu-time.ts';

export interface Measured {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** The largest sum that was seen. */
  readonly peakBytes: number;
}

const EVERY_MS = 50;

/** @throws Error when it ends with another code than 0 */
export async function measureProcess(args: readonly string[]): Promise<Measured> {
  const cpuBefore = endedChildrenCpuSeconds() ?? 0;
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let [peakBytes, output] = [0, ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, memoryOf(child.pid!));
  }, EVERY_MS);
  const [code] = await once(child, 'close');
  clearInterval(timer);
  if (code !== 0) throw new Error(`${args.join(' ')} exited with ${code}: ${output}`);
  return {
    wallSeconds: (performance.now() - startedMs) / 1_000,
    cpuSeconds: (endedChildrenCpuSeconds() ?? 0) - cpuBefore,
    peakBytes,
  };
}

function memoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
    );
    return children.reduce(
      (sum, child) => sum + memoryOf(Number(child)),
      1_024 * Number(kilobytes),
    );
  } catch {
    // It has ended.
    return 0;
  }
}
