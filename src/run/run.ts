/**
 * One run from start to verdict, as a list of steps; each step is in its own file.
 *
 * All measurements are on disk before they are judged, and the verdict is computed from disk, so
 * `run` and `report` always agree.
 */
import { join } from 'node:path';
import { rate } from '../format/numbers.js';
import { findEngine } from '../load/engine.ts';
import type { Manifest } from '../record/manifest.ts';
import { createRunDirectory } from '../record/run-directory.ts';
import type { LiveStep } from '../report/live-view.ts';
import { type ResolvedScenario, watchesAws } from '../scenario/schema.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { aimAt } from './aim-at.ts';
import { commitUnderTest } from './commit.ts';
import { refuseUnmet } from './compare-with-endpoint.ts';
import type { Progress } from './live-feed.ts';
import { measure } from './measure.ts';
import { type Preflight, preflight } from './preflight.ts';
import { sendLoad } from './send-load.ts';
import { type StandInProcess, startStandInProcess } from './stand-in-process.ts';
import { writeReports } from './write-reports.ts';

export interface RunOptions {
  readonly scenario: ResolvedScenario;
  /** Parent of the run directory. */
  readonly out: string;
  /** A label to find the run by later, or null. */
  readonly label: string | null;
  /** With `--stop-when-decided`: end watching as soon as nothing can change the verdict any more. */
  readonly stopWhenDecided?: boolean;
  /** With `--retries`: which attempt this is. */
  readonly attempt?: Manifest['attempt'];
  /** Aborted with the signal's name as its reason: stop the load and report what was recorded. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Called when the run directory can be read. */
  readonly onBegin?: (directory: string) => void;
}

export interface RunResult {
  readonly directory: string;
  readonly verdict: Verdict;
}

/** Of a run that sent its own load. */
export interface OwnRunResult extends RunResult {
  /** In service before the load; null where there are none to count. */
  readonly instancesBefore: number | null;
}

/** @returns null when interrupted before any load. @throws UserError when a prerequisite is missing */
export async function run(options: RunOptions): Promise<OwnRunResult | null> {
  const { signal, onProgress, out, label, attempt } = options;
  const step = (name: LiveStep, message: string) =>
    onProgress({ kind: 'step', step: name, message });
  let { scenario } = options;
  const engine = findEngine(scenario, process.env);
  const directory = createRunDirectory(out, scenario, Date.now());
  let standIn: StandInProcess | null = null;
  try {
    if (scenario.standIn && watchesAws(scenario)) {
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
    for (const sentence of await refuseUnmet(scenario, checked.endpoint?.instances ?? null)) {
      step('preflight', sentence);
    }
    if (scenario.asksNothing) step('preflight', NOTHING_ASKED);
    if (signal.aborted) return null;
    step('load', loadMessage(scenario, checked));
    const commit = commitUnderTest(process.env);
    const facts = { label, commit, dataset: checked.dataset, ...(attempt && { attempt }) };
    const manifest = directory.begin(scenario, engine.versions, 'engine', facts);
    options.onBegin?.(directory.path);
    const load = { engine, scenario, directory: directory.path, standIn, signal };
    await measure({ ...options, scenario, directory, manifest }, () => sendLoad(load));
    step('reporting', directory.path);
    const verdict = await writeReports(directory.path);
    return {
      directory: directory.path,
      verdict,
      instancesBefore: checked.endpoint?.instances ?? null,
    };
  } finally {
    await standIn?.stop();
    directory.discard();
  }
}

const NOTHING_ASKED =
  'Nothing is asked: the scenario has no `expect`, so the verdict will show figures and prove nothing';

function standInMessage({ standIn }: ResolvedScenario): string {
  const compression = standIn?.timeCompression ?? 1;
  return compression === 1
    ? 'A SageMaker endpoint on this machine, in real time'
    : `A SageMaker endpoint on this machine; AWS durations are divided by ${compression}`;
}

function preflightMessage({ target, watch, environment }: ResolvedScenario): string {
  const endpoint = watch === null ? '' : ` and endpoint ${watch.endpointName}`;
  return `Checking predictions at ${target}${endpoint}, environment ${environment}`;
}

function loadMessage(scenario: ResolvedScenario, checked: Preflight): string {
  const peakRps = Math.max(...scenario.phases.flatMap((phase) => [phase.startRps, phase.endRps]));
  const seen = checked.endpoint?.instances ?? null;
  const instances = seen === null ? '' : `, instances in service: ${seen}`;
  const correct = `${checked.correct} of ${checked.answered} predictions correct${instances}`;
  return `${correct}; loading with up to ${rate(peakRps)}`;
}
