/** Runs the load in a k6 process and writes `load.ndjson` from its output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { withSystem } from '../../record/load-events.ts';
import { NdjsonFile } from '../../record/ndjson-file.ts';
import type { ResolvedScenario } from '../../scenario/schema.ts';
import { readOwnHeaders } from '../../systems/own-headers.ts';
import { ENGINE_LOG, type LoadExit, type LoadProcess } from '../load-process.ts';
import { buildPlan } from '../plan.ts';
import { secretsInPath } from '../replay/failing-responses.ts';
import { withoutK6Settings } from './find.ts';
import { readMark } from './marks.ts';
import { type K6Distribution, type K6Order, preAllocatedVUs } from './order.ts';
import { Recorder } from './recorder.ts';

const SCRIPT = fileURLToPath(new URL('../../../scenarios/k6/replay.ts', import.meta.url));
const ORDER = 'k6-order.json';
const ADVANCE_EVERY_MS = 250;
const STOP_TIMEOUT_MS = 10_000;

export function startK6(
  binary: string,
  scenario: ResolvedScenario,
  directory: string,
): LoadProcess {
  // k6 resolves relative paths from the script's folder.
  const order = resolve(directory, ORDER);
  writeFileSync(order, `${JSON.stringify(toK6Order(scenario), null, 2)}\n`);
  const log = openSync(join(directory, ENGINE_LOG), 'a');
  const file = new NdjsonFile(join(directory, 'load.ndjson'));
  const plan = buildPlan(scenario.phases);
  const recorder = new Recorder({
    ...scenario.replay,
    plan,
    worker: 1,
    totalWorkers: 1,
    secrets: secretsOf(scenario),
    onEvent: (event) => file.append(withSystem(event, scenario.systemId)),
  });
  const child = spawn(binary, k6Arguments(order, scenario), {
    // Its own process group: this process handles Ctrl-C, so that the load ends with its last sample.
    detached: true,
    // Output goes through a pipe: if this process is killed, k6 cannot write and exits as well.
    stdio: ['ignore', 'pipe', log],
    env: { ...withoutK6Settings(process.env), ...variablesOf(scenario) },
  });
  let broken: string | null = null;
  const stopping = new AbortController();
  /** If recording fails, most likely because the disk is full, stop the load: it is unobserved. */
  const guarded = (work: () => void) => {
    try {
      if (broken === null) work();
    } catch (cause) {
      broken = (cause as Error).message;
      child.kill('SIGKILL');
    }
  };
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const mark = readMark(line);
    if (mark) recorder.accept(mark);
    else if (!line.startsWith('{')) writeSync(log, `${line}\n`);
  });
  const timer = setInterval(() => guarded(() => recorder.advance(Date.now())), ADVANCE_EVERY_MS);

  async function watch(): Promise<LoadExit> {
    const { code, signal } = await ended(child);
    // k6 exits after its last request, but a plan can end with a pause.
    const restMs = recorder.zeroMs + plan.durationMs - Date.now();
    if (code === 0 && restMs > 0) {
      await sleep(restMs, null, { signal: stopping.signal }).catch(() => {});
    }
    clearInterval(timer);
    guarded(() => {
      if (stopping.signal.aborted) recorder.finish('stopped', Date.now());
      else if (code === 0) recorder.finish('completed', Date.now());
      else recorder.abandon(Date.now());
    });
    file.close();
    closeSync(log);
    return { code, signal, meaning: broken ?? exitMeaning(code) };
  }

  const exited = watch();
  return {
    exited,
    async stop() {
      stopping.abort();
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      // A hanging engine must not delay the verdict.
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await exited;
      clearTimeout(kill);
    },
  };
}

/** @param distribution of a load that several processes send together, each with this order */
export function toK6Order(scenario: ResolvedScenario, distribution?: K6Distribution): K6Order {
  const { system, target, address, dataset, headersFromEnvironment, replay, phases } = scenario;
  const { seed, timeoutMs, maxConnections } = replay;
  // k6 divides its virtual users among the processes; the limit is each process's own.
  const maxVUs = maxConnections * (distribution?.workers ?? 1);
  return {
    system,
    origin: new URL(target).origin,
    address,
    datasetFile: dataset,
    headersFromEnvironment,
    seed,
    timeoutMs,
    phases,
    preAllocatedVUs: preAllocatedVUs(phases, maxVUs),
    maxVUs,
    marks: true,
    distribution: distribution ?? null,
  };
}

function secretsOf({ headersFromEnvironment, address }: ResolvedScenario): string[] {
  const headers = readOwnHeaders(headersFromEnvironment, process.env);
  return [...Object.values(headers), ...secretsInPath(address.path)];
}

function k6Arguments(order: string, scenario: ResolvedScenario): string[] {
  return [...k6Run(scenario), '--out=json=-', '-e', `SCALEPROOF_K6_ORDER=${order}`, SCRIPT];
}

/** `run` with the options of every load on this machine. */
export function k6Run({ headersFromEnvironment }: ResolvedScenario): string[] {
  // Header values come from the environment: any user can read a command line.
  const needsVariables = Object.keys(headersFromEnvironment).length > 0;
  return [
    ...['run', '--quiet', '--no-color', '--no-usage-report', '--summary-mode=disabled'],
    ...['--address=', `--include-system-env-vars=${needsVariables}`],
  ];
}

/** Includes variables that start with `K6_`. */
function variablesOf({ headersFromEnvironment }: ResolvedScenario): NodeJS.ProcessEnv {
  const names = Object.values(headersFromEnvironment);
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/** Resolves when the process has exited and all its output has been read. */
function ended(child: ChildProcess): Promise<Omit<LoadExit, 'meaning'>> {
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: null, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** k6's exit codes (its package errext/exitcodes), as part of a sentence. */
const EXIT_MEANINGS: Readonly<Record<number, string>> = {
  99: 'a threshold of the script failed',
  100: "the script's setup took too long",
  101: "the script's teardown took too long",
  102: 'k6 ran into a timeout',
  103: "the load was stopped through k6's REST API",
  104: 'k6 rejected its options',
  105: 'k6 was stopped by a signal',
  106: "k6's REST API could not be started",
  107: 'the script threw an exception: k6 could not load the system or its dataset, or encode a request',
  108: 'the script aborted the load',
  109: 'k6 itself crashed',
  110: 'the script marked the load as failed',
};

export function exitMeaning(code: number | null): string | null {
  return code === null ? null : (EXIT_MEANINGS[code] ?? null);
}
