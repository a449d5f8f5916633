/** Runs one load with one engine once, and collects the target's and the engine's figures. */
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { busyCpuSeconds } from '../cpu-time.ts';
import { type Observed, observe } from './arrivals.ts';
import { type ArtilleryRun, runArtillery } from './artillery-process.ts';
import { type Engine, type ScriptInputs, toScript } from './contestant.ts';
import type { LoadCase } from './load-case.ts';
import { type OwnAccount, type Percentiles, readOwnAccount } from './replay-samples.ts';
import type { TargetProcess } from './target-process.ts';

export interface Measurement {
  readonly case: string;
  readonly engine: Engine;
  /** From 1. */
  readonly round: number;
  readonly observed: Observed;
  /** Of the whole process, including its start. */
  readonly cpuSeconds: number | null;
  readonly wallSeconds: number;
  readonly exit: number | NodeJS.Signals;
  /** `http.response_time` of Artillery's report. */
  readonly responseTimeMs: Percentiles | null;
  readonly errors: number;
  readonly own: OwnAccount | null;
  readonly targetUtilization: number;
  /** Share of all cores' time that neither the load, the target nor the benchmark used. */
  readonly othersCpuShare: number | null;
}

export interface Bench {
  readonly target: TargetProcess;
  readonly inputs: Omit<ScriptInputs, 'origin' | 'phases'>;
  /** The benchmark's directory, for the directories of its runs. */
  readonly directory: string;
  readonly interrupted: AbortSignal;
}

export const SERVICE_TIME_MS = 20;
/** Lets the kernel clean up after the previous run: sockets to close, pages to free. */
const PAUSE_MS = 500;

export async function measure(
  bench: Bench,
  load: LoadCase,
  engine: Engine,
  round: number,
): Promise<Measurement> {
  const { target, inputs, interrupted } = bench;
  const directory = join(bench.directory, `${load.id}-${engine}-${round}`);
  mkdirSync(directory);
  await sleep(PAUSE_MS, undefined, { signal: interrupted });
  await target.begin({
    capacity: load.plan.count,
    serviceTimeMs: SERVICE_TIME_MS,
    stall: load.stall,
  });
  const script = toScript(engine, { ...inputs, origin: target.origin, phases: load.phases });
  const busyBefore = busyCpuSeconds();
  const ownBefore = process.cpuUsage();
  const run = await runArtillery(script, directory, maxSeconds(load), interrupted);
  const busyAfter = busyCpuSeconds();
  const own = process.cpuUsage(ownBefore);
  const record = await target.finish();
  if (record.arrived === 0) throw new Error(explainSilence(engine, load, run));
  const knownCpuSeconds =
    (run.cpuSeconds ?? 0) + record.cpuSeconds + (own.user + own.system) / 1_000_000;
  const { counters = {}, summaries = {} } = run.report?.aggregate ?? {};
  const responseTime = summaries['http.response_time'];
  return {
    case: load.id,
    engine,
    round,
    observed: observe(load.plan, record),
    cpuSeconds: run.cpuSeconds,
    wallSeconds: run.wallSeconds,
    exit: run.exit,
    responseTimeMs: responseTime ? { p50: responseTime.p50, p99: responseTime.p99 } : null,
    errors: sumErrors(counters),
    own: readOwnAccount(directory),
    targetUtilization: record.utilization,
    othersCpuShare:
      busyBefore === null || busyAfter === null
        ? null
        : Math.max(0, busyAfter - busyBefore - knownCpuSeconds) /
          (run.wallSeconds * availableParallelism()),
  };
}

/** Without any request there is nothing to compare, and the next run would fail too. */
function explainSilence(engine: Engine, load: LoadCase, { exit, output }: ArtilleryRun): string {
  return `The ${engine} engine sent no request of "${load.title}"; Artillery exited with ${exit} and printed:\n${output}`;
}

/** An engine that falls behind may take several times as long as its plan, but not forever. */
function maxSeconds(load: LoadCase): number {
  return 30 + (6 * load.plan.durationMs) / 1_000;
}

function sumErrors(counters: Readonly<Record<string, number>>): number {
  return Object.entries(counters)
    .filter(([name]) => name.startsWith('errors.'))
    .reduce((sum, [, count]) => sum + count, 0);
}
