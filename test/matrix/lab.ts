/**
 * A whole run in virtual time: plan, stand-in, real collector, and what both write down, read back
 * as from disk. No socket, no waiting, and the same seed gives the same run.
 */
import { randomLcg } from 'd3-random';
import type { AwsClients } from '../../src/collector/clients.ts';
import { Collector } from '../../src/collector/collector.ts';
import { chooseRow } from '../../src/dataset/choose.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { buildPlan } from '../../src/load/plan.ts';
import { type AwsEvent, awsEventSchema } from '../../src/record/aws-events.ts';
import { type LoadEvent, loadEventSchema } from '../../src/record/load-events.ts';
import type { RunEnd } from '../../src/record/manifest.ts';
import { parseLines, type RunRecord } from '../../src/record/read.ts';
import type { TruthEvent } from '../../src/record/truth-events.ts';
import type { WatchedScenario } from '../../src/scenario/schema.ts';
import { datasetFileOf, loadSystem } from '../../src/systems/load-system.ts';
import { manifestOf } from './lab-manifest.ts';
import { type LabRun, scenarioOf } from './lab-scenario.ts';
import { cached } from './virtual-cache.ts';
import { virtualClients } from './virtual-clients.ts';
import { exchange } from './virtual-exchange.ts';
import { type Send, sendLoad } from './virtual-load.ts';
import { virtualStandIn } from './virtual-stand-in.ts';
import { VirtualTime } from './virtual-time.ts';

/** When a run starts that names no time: a whole AWS minute, and some seconds. */
const START_MS = 1_790_000_040_000 + 7_300;

/** Sees each request leave and its answer come back. */
export type Around = (send: Send, now: () => number) => Send;

/** Told, every few polls after the load, what is on record by then; true ends the watching. */
export type Look = (record: RunRecord, areMetricsFinal: boolean) => boolean;

/** Sees what the collector asks. */
export type AroundClients = (clients: AwsClients, now: () => number) => AwsClients;

/** @param around wrapped around what sends, the moment before the load begins */
export async function runInVirtualTime(
  run: LabRun,
  around: Around = (send) => send,
  look?: Look,
  aroundClients: AroundClients = (clients) => clients,
): Promise<RunRecord> {
  const scenario = scenarioOf(run);
  const { startMs = START_MS } = run;
  const time = new VirtualTime(startMs);
  const load: LoadEvent[] = [];
  const aws: AwsEvent[] = [];
  const truth = await time.run(() =>
    measure(run, scenario, time, { load, aws }, around, look, aroundClients),
  );
  const manifest = manifestOf(scenario, startMs, endedAt(time.now()));
  const lines = (events: readonly object[]) =>
    events.map((each) => JSON.stringify(each)).join('\n');
  return {
    directory: 'virtual',
    manifest,
    load: parseLines(lines(load), loadEventSchema).events,
    aws: parseLines(lines(aws), awsEventSchema).events,
    truth,
    workers: null,
    problems: [],
  };
}

function endedAt(atMs: number): RunEnd {
  return { atMs, how: 'completed', signal: null, message: 'The load was sent.' };
}

/** As `scaleproof run` does it. @returns what really happened */
async function measure(
  run: LabRun,
  scenario: WatchedScenario,
  { now }: VirtualTime,
  written: { load: LoadEvent[]; aws: AwsEvent[] },
  around: Around,
  look: Look | undefined,
  aroundClients: AroundClients,
): Promise<readonly TruthEvent[]> {
  const { watch, settle, replay, address } = scenario;
  const random = randomLcg(replay.seed);
  const standIn = virtualStandIn(scenario.system, scenario.standIn!, watch, now, run.withoutPolicy);
  const answering = run.answeredElsewhere
    ? virtualStandIn(scenario.system, scenario.standIn!, watch, now)
    : standIn;
  const collector = new Collector({
    watch,
    settle,
    clients: (clock) =>
      aroundClients(virtualClients({ handler: standIn.handler, clock, now, random }), now),
    write: (event) => written.aws.push(event),
    now,
    random,
  });
  await collector.start();
  const system = await loadSystem(scenario.system);
  const codec = system.ways[scenario.way]!;
  const rows = readDataset(datasetFileOf(scenario.system, system), system.dataset);
  const drawn = rows.map((row) => ({ row, request: codec.encode(row, address) }));
  await sendLoad({
    plan: buildPlan(scenario.phases),
    codec,
    draw: (index) => drawn[chooseRow(replay.seed, index, drawn.length)]!,
    send: around(
      cached(run.answersFromCache, (request, onResponse) =>
        exchange(answering.handler, request, onResponse),
      ),
      now,
    ),
    timeoutMs: replay.timeoutMs,
    pause: run.generatorPause,
    latencyUnitMs: run.latenciesInSeconds ? 1_000 : 1,
    now,
    onEvent: (event) => written.load.push(event),
  });
  const isDecided =
    look &&
    (async (areMetricsFinal: boolean) => {
      const manifest = manifestOf(scenario, START_MS, endedAt(now()));
      const soFar = { load: [...written.load], aws: [...written.aws], truth: [], problems: [] };
      const record = { directory: 'virtual', manifest, ...soFar, workers: null };
      return look(record, areMetricsFinal);
    });
  await collector.settle(new AbortController().signal, now(), isDecided);
  await collector.stop();
  return standIn.truth;
}
