/** Runs `artillery run` once and returns its duration, CPU time and report. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { endedChildrenCpuSeconds } from '../cpu-time.ts';

/** The part of Artillery's JSON output that is read here. */
export interface ArtilleryReport {
  readonly aggregate: {
    readonly counters: Readonly<Record<string, number>>;
    readonly summaries?: Readonly<Record<string, { readonly p50: number; readonly p99: number }>>;
  };
}

export interface ArtilleryRun {
  readonly wallSeconds: number;
  /** User and system time of the process and its descendants; null if unknown. */
  readonly cpuSeconds: number | null;
  readonly exit: number | NodeJS.Signals;
  /** The end of its output. */
  readonly output: string;
  /** Null when the process ended without writing one. */
  readonly report: ArtilleryReport | null;
}

// The package exports its package.json but not `bin/run`, which is next to it.
const PACKAGE = createRequire(import.meta.url).resolve('artillery/package.json');
const BINARY = join(dirname(PACKAGE), 'bin/run');

/**
 * @param directory used only by this run
 * @param maxSeconds after which the process is killed
 */
export async function runArtillery(
  script: object,
  directory: string,
  maxSeconds: number,
  interrupted: AbortSignal,
): Promise<ArtilleryRun> {
  interrupted.throwIfAborted();
  const scriptFile = join(directory, 'script.json');
  const reportFile = join(directory, 'report.json');
  writeFileSync(scriptFile, JSON.stringify(script));
  const logFile = join(directory, 'artillery.log');
  const log = openSync(logFile, 'w');
  const cpuBefore = endedChildrenCpuSeconds();
  const startMs = performance.now();
  const child = spawn(
    process.execPath,
    [BINARY, 'run', '--quiet', '--output', reportFile, scriptFile],
    {
      cwd: directory,
      // Its own process group, so that it can be killed as a whole.
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        ARTILLERY_DISABLE_TELEMETRY: 'true',
        SCALEPROOF_RUN_DIR: directory,
      },
    },
  );
  closeSync(log);
  const end = () => killGroup(child.pid);
  const timer = setTimeout(end, maxSeconds * 1_000);
  interrupted.addEventListener('abort', end, { once: true });
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    const wallSeconds = (performance.now() - startMs) / 1_000;
    interrupted.throwIfAborted();
    const cpuAfter = endedChildrenCpuSeconds();
    return {
      wallSeconds,
      cpuSeconds: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
      exit: signal ?? code ?? 1,
      output: readFileSync(logFile, 'utf8').slice(-2_000),
      report: existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : null,
    };
  } finally {
    clearTimeout(timer);
    interrupted.removeEventListener('abort', end);
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has already exited.
  }
}
