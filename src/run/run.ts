/**
 * One run from start to verdict. Reads as the list of its steps; each step is in its own file.
 *
 * Everything measured is on disk before anything is judged, and the verdict is read back from disk:
 * what `run` says is what `report` would say.
 */
import { join } from 'node:path';
import { rate } from '../format/numbers.js';
import { findEngine } from '../load/engine.ts';
import { createRunDirectory } from '../record/run-directory.ts';
import type { LiveStep } from '../report/live-view.ts';
import type { ResolvedScenario } from '../scenario/schema.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { aimAt } from './aim-at.ts';
import { commitUnderTest } from './commit.ts';
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
  /** To find the run by later; null without one. */
  readonly label: string | null;
  /** Aborted with the signal's name as its reason: stop the load, report what was seen. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface RunResult {
  readonly directory: string;
  readonly verdict: Verdict;
}

/** @throws UserError before any load is sent when something is not set up; `null`: interrupted then */
export async function run(options: RunOptions): Promise<RunResult | null> {
  const { signal, onProgress, out, label } = options;
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
    const commit = commitUnderTest(process.env);
    const facts = { label, commit, dataset: checked.dataset };
    const manifest = directory.begin(scenario, engine.versions, 'engine', facts);
    const load = { engine, scenario, directory: directory.path, standIn, signal };
    await measure({ ...options, scenario, directory, manifest }, () => sendLoad(load));
    step('reporting', directory.path);
    return { directory: directory.path, verdict: await writeReports(directory.path) };
  } finally {
    await standIn?.stop();
    directory.discard();
  }
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
  const correct = `${checked.correct} of ${checked.answered} rows answered as expected${instances}`;
  return `${correct}; now up to ${rate(peakRps)}`;
}
