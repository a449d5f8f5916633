/**
 * One run from start to verdict. Reads as the list of its steps; each step is in its own file.
 *
 * Everything measured is on disk before anything is judged, and the verdict is read back from disk:
 * what `run` says is what `report` would say.
 */
import { join } from 'node:path';
import { Collector } from '../collector/collector.ts';
import { findEngine, type LoadEngine } from '../load/engine.ts';
import type { LoadProcess } from '../load/load-process.ts';
import type { LiveStep, LiveView } from '../report/live-view.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { aimAt } from './aim-at.ts';
import { RunFollower } from './follow.ts';
import { startLiveFeed } from './live-feed.ts';
import type { RunEnd } from './manifest.ts';
import { NdjsonFile } from './ndjson-file.ts';
import { type Preflight, preflight } from './preflight.ts';
import { createRunDirectory, type RunDirectory } from './run-directory.ts';
import { type StandInProcess, startStandInProcess } from './stand-in-process.ts';
import { writeReports } from './write-reports.ts';

export interface RunOptions {
  readonly scenario: ResolvedScenario;
  /** Parent of the run directory. */
  readonly out: string;
  /** Aborted with the signal's name as its reason: stop the load, report what was seen. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** What a run tells while it goes on: a step that began, or the live view of the load. */
export type Progress =
  | { readonly kind: 'step'; readonly step: LiveStep; readonly message: string }
  | { readonly kind: 'view'; readonly view: LiveView };

export interface RunResult {
  readonly directory: string;
  readonly verdict: Verdict;
}

/** @throws UserError before any load is sent when something is not set up; `null`: interrupted then */
export async function run(options: RunOptions): Promise<RunResult | null> {
  const { signal, onProgress, out } = options;
  const step = (name: LiveStep, message: string) =>
    onProgress({ kind: 'step', step: name, message });
  let { scenario } = options;
  const engine = findEngine(scenario, process.env);
  const directory = createRunDirectory(out, scenario, Date.now());
  let standIn: StandInProcess | null = null;
  try {
    if (scenario.standIn) {
      step('stand-in', standInMessage(scenario));
      standIn = await startStandInProcess({
        system: scenario.system,
        config: scenario.standIn,
        watch: scenario.watch,
        port: 0,
        truthFile: join(directory.path, 'truth.ndjson'),
      });
      scenario = aimAt(scenario, standIn.url);
    }
    step('preflight', preflightMessage(scenario));
    const checked = await preflight(scenario);
    if (signal.aborted) return null;
    step('load', loadMessage(scenario, checked));
    await measure(directory, scenario, engine, standIn, options);
    step('reporting', directory.path);
    return { directory: directory.path, verdict: await writeReports(directory.path) };
  } finally {
    await standIn?.stop();
    directory.discard();
  }
}

/** Load and collector side by side, until both are done; the manifest then says how it ended. */
async function measure(
  directory: RunDirectory,
  scenario: ResolvedScenario,
  engine: LoadEngine,
  standIn: StandInProcess | null,
  { signal, onProgress }: RunOptions,
): Promise<void> {
  const observations = new NdjsonFile(join(directory.path, 'aws.ndjson'));
  const follower = new RunFollower(directory.path, directory.begin(scenario, engine.versions));
  const collector = new Collector({
    watch: scenario.watch,
    settle: scenario.settle,
    write: (event) => {
      observations.append(event);
      follower.observe(event);
    },
    now: Date.now,
    random: Math.random,
  });
  const live = startLiveFeed(follower, scenario, onProgress);
  let load: LoadProcess | null = null;
  try {
    await collector.start();
    load = engine.start(scenario, directory.path);
    const end = await loadEnd(load, standIn, signal);
    await load.stop();
    if (end.how === 'completed') {
      live.settling();
      await collector.settle(signal);
    }
    await collector.stop();
    directory.finish(signal.aborted ? interrupted(signal) : { ...end, atMs: Date.now() });
  } finally {
    live.stop();
    // Whatever failed here, no load goes on without anybody watching.
    await load?.stop();
    await collector.stop();
    observations.close();
  }
}

/** Whatever happens first: the load is over, the user interrupts, the embedded stand-in dies. */
function loadEnd(
  load: LoadProcess,
  standIn: StandInProcess | null,
  signal: AbortSignal,
): Promise<RunEnd> {
  const aborted = new Promise<RunEnd>((resolve) => {
    const abort = () => resolve(interrupted(signal));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  const exited = load.exited.then(({ code, signal: killedBy, meaning }): RunEnd => {
    if (code === 0)
      return { atMs: Date.now(), how: 'completed', signal: null, message: 'The load was sent.' };
    const how = killedBy ?? `exit code ${code}`;
    const why = meaning === null ? '' : `: ${meaning}`;
    return failed(
      `The load engine ended early (${how}${why}); its output is in engine.log of the run directory.`,
    );
  });
  const lost = standIn?.lost.then((how) =>
    failed(
      `The embedded stand-in ended during the run (${how}), so there was nothing left to load.`,
    ),
  );
  return Promise.race([aborted, exited, ...(lost ? [lost] : [])]);
}

function failed(message: string): RunEnd {
  return { atMs: Date.now(), how: 'failed', signal: null, message };
}

function interrupted(signal: AbortSignal): RunEnd {
  const name = String(signal.reason);
  return { atMs: Date.now(), how: 'interrupted', signal: name, message: `Stopped by ${name}.` };
}

function standInMessage({ standIn }: ResolvedScenario): string {
  const compression = standIn?.timeCompression ?? 1;
  return compression === 1
    ? 'A SageMaker endpoint on this machine, in real time'
    : `A SageMaker endpoint on this machine; AWS durations are divided by ${compression}`;
}

function preflightMessage({ target, watch }: ResolvedScenario): string {
  return `Asking ${target} for predictions, and AWS for endpoint ${watch.endpointName}`;
}

function loadMessage(scenario: ResolvedScenario, checked: Preflight): string {
  const peakRps = Math.max(...scenario.phases.flatMap((phase) => [phase.startRps, phase.endRps]));
  const instances =
    checked.instances === null ? '' : `, instances in service: ${checked.instances}`;
  const correct = `${checked.correct} of ${checked.answered} rows predicted correctly${instances}`;
  return `${correct}; now up to ${peakRps.toLocaleString('en-US')} requests/s`;
}
