/** One capacity test from start to result, as a list of steps. All of it is on disk before it is judged. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { JudgedStep } from '../capacity/judge-step.ts';
import type { Capacity } from '../capacity/result.ts';
import type { CapacitySettings } from '../capacity/settings.ts';
import { Collector } from '../collector/collector.ts';
import { counted } from '../format/numbers.js';
import { findEngine, type LoadEngine } from '../load/engine.ts';
import type { AwsEvent } from '../record/aws-events.ts';
import type { CapacityBegun, CapacityLoad } from '../record/capacity-events.ts';
import { type LoadEvent, loadEventSchema } from '../record/load-events.ts';
import type { RunEnd } from '../record/manifest.ts';
import { NdjsonFile } from '../record/ndjson-file.ts';
import { parseLines } from '../record/read.ts';
import { LOADS_FOLDER, STEPS_FILE } from '../record/read-capacity.ts';
import { createRunDirectory } from '../record/run-directory.ts';
import { Tail } from '../record/tail.ts';
import { type ResolvedScenario, watchesAws } from '../scenario/schema.ts';
import { aimAt } from './aim-at.ts';
import { commitUnderTest } from './commit.ts';
import { holdCount, requireHeldCount } from './held-count.ts';
import { interrupted } from './interruption.ts';
import { phasesOf } from './load-phases.ts';
import { preflight } from './preflight.ts';
import { type SentLoad, searchCapacity } from './search-capacity.ts';
import { sendLoad } from './send-load.ts';
import { type StandInProcess, startStandInProcess } from './stand-in-process.ts';
import { writeCapacity } from './write-capacity.ts';

export type CapacityProgress =
  | { readonly kind: 'say'; readonly message: string }
  | { readonly kind: 'load'; readonly load: CapacityLoad }
  | { readonly kind: 'step'; readonly step: JudgedStep };

export interface CapacityTestOptions {
  readonly scenario: ResolvedScenario;
  readonly settings: CapacitySettings;
  /** `--instances`; null for whatever count is in service. */
  readonly instances: number | null;
  /** Parent of the directory. */
  readonly out: string;
  readonly label: string | null;
  /** Aborted with the signal's name as its reason. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CapacityProgress) => void;
}

export interface CapacityTestResult {
  readonly directory: string;
  readonly capacity: Capacity;
}

/** @returns null when interrupted before any load. @throws UserError when a prerequisite is missing */
export async function capacityTest(
  options: CapacityTestOptions,
): Promise<CapacityTestResult | null> {
  const { settings, instances, out, label, signal, onProgress } = options;
  const say = (message: string) => onProgress({ kind: 'say', message });
  let scenario = holdCount(options.scenario, instances);
  const engine = findEngine(scenario, process.env);
  const directory = createRunDirectory(out, scenario, Date.now(), 'capacity');
  let standIn: StandInProcess | null = null;
  try {
    if (scenario.standIn && watchesAws(scenario)) {
      standIn = await startStandInProcess({
        system: scenario.system,
        config: scenario.standIn,
        watch: scenario.watch,
        port: 0,
        truthFile: join(directory.path, 'truth.ndjson'),
      });
      scenario = aimAt(scenario, standIn.url);
    }
    const { endpoint, dataset } = await preflight(scenario);
    const inService = endpoint?.instances ?? null;
    await requireHeldCount(scenario, inService, instances);
    if (signal.aborted) return null;
    say(beginning(scenario, inService));
    const begun: CapacityBegun = {
      type: 'begun',
      atMs: Date.now(),
      ...settings,
      heldInstances: inService,
    };
    const steps = new NdjsonFile(join(directory.path, STEPS_FILE));
    try {
      steps.append(begun);
      const commit = commitUnderTest(process.env);
      const manifest = directory.begin(scenario, engine.versions, 'engine', {
        label,
        commit,
        dataset,
      });
      const aws: AwsEvent[] = [];
      const end = await observing(scenario, { path: directory.path, aws, signal, say }, () =>
        searchCapacity(begun, manifest, {
          now: Date.now,
          aws: () => aws,
          write: (event) => steps.append(event),
          // Cut short by an interrupt, which then ends the next load as it begins.
          pause: (ms) => delay(ms, undefined, { signal }).catch(() => {}),
          onLoad: (load) => onProgress({ kind: 'load', load }),
          onStep: (step) => onProgress({ kind: 'step', step }),
          send: (load, isEnough) =>
            sendSteps(
              { engine, scenario, directory: directory.path, standIn, signal },
              load,
              isEnough,
            ),
        }),
      );
      directory.finish(signal.aborted ? interrupted(signal) : runEnd(end));
    } finally {
      steps.close();
    }
    return { directory: directory.path, capacity: await writeCapacity(directory.path) };
  } finally {
    await standIn?.stop();
    directory.discard();
  }
}

function beginning({ standIn, watch, target }: ResolvedScenario, inService: number | null): string {
  const what = watch?.endpointName ?? target;
  if (standIn !== null) {
    const held = inService === null ? '' : `, its count held at ${counted(inService, 'instance')}`;
    return `${what}: the stand-in on this machine${held}`;
  }
  return inService === null ? what : `${what}: ${counted(inService, 'instance')} in service`;
}

/** Runs the collector from before the first load until the last datapoints are final. */
async function observing(
  { watch, settle }: ResolvedScenario,
  {
    path,
    aws,
    signal,
    say,
  }: { path: string; aws: AwsEvent[]; signal: AbortSignal; say: (message: string) => void },
  search: () => Promise<SentLoad['end']>,
): Promise<SentLoad['end']> {
  // No client, no file, and nothing to wait for after the load.
  if (watch === null) return search();
  const file = new NdjsonFile(join(path, 'aws.ndjson'));
  const collector = new Collector({
    watch,
    // The count is held, so no scale-in comes.
    settle: { ...settle, untilScaleIn: false },
    write: (event) => {
      file.append(event);
      aws.push(event);
    },
    now: Date.now,
    random: Math.random,
  });
  try {
    await collector.start();
    const end = await search();
    if (!signal.aborted && end.how !== 'failed') {
      say('Waiting for the last metrics');
      await collector.settle(signal);
    }
    return end;
  } finally {
    await collector.stop();
    file.close();
  }
}

const LOOK_EVERY_MS = 500;

/** Sends one load in a folder of its own, as a run would, and looks at its samples as they come. */
async function sendSteps(
  order: {
    engine: LoadEngine;
    scenario: ResolvedScenario;
    directory: string;
    standIn: StandInProcess | null;
    signal: AbortSignal;
  },
  load: CapacityLoad,
  isEnough: (events: readonly LoadEvent[]) => boolean,
): Promise<SentLoad> {
  const directory = join(order.directory, LOADS_FOLDER, String(load.number));
  mkdirSync(directory, { recursive: true });
  const tail = new Tail(join(directory, 'load.ndjson'));
  const events: LoadEvent[] = [];
  const read = () => {
    const { events: more } = parseLines(tail.read(), loadEventSchema);
    events.push(...more);
    return more.length > 0;
  };
  let hadEnough = false;
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<string>((resolve) => {
    timer = setInterval(() => {
      if (!read() || !isEnough(events)) return;
      hadEnough = true;
      resolve('The load told enough.');
    }, LOOK_EVERY_MS);
  });
  try {
    const scenario = Object.freeze({ ...order.scenario, phases: phasesOf(load) });
    const { how, message } = await sendLoad({ ...order, scenario, directory, enough });
    clearInterval(timer);
    read();
    return { end: { how: hadEnough && how === 'completed' ? 'enough' : how, message }, events };
  } finally {
    clearInterval(timer);
  }
}

function runEnd({ how, message }: SentLoad['end']): RunEnd {
  return { atMs: Date.now(), how: how === 'enough' ? 'completed' : how, signal: null, message };
}
