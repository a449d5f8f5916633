/**
 * A whole capacity test in virtual time: the search, the stand-in, the real collector, and what all of them
 * write down, read back as from disk.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { randomLcg } from 'd3-random';
import { capacityOf } from '../../src/capacity/capacity-of.ts';
import type { Capacity } from '../../src/capacity/result.ts';
import { type CapacityWishes, capacitySettings } from '../../src/capacity/settings.ts';
import { Collector } from '../../src/collector/collector.ts';
import { chooseRow } from '../../src/dataset/choose.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { buildPlan } from '../../src/load/plan.ts';
import { type AwsEvent, awsEventSchema } from '../../src/record/aws-events.ts';
import {
  type CapacityBegun,
  type CapacityEvent,
  capacityEventSchema,
} from '../../src/record/capacity-events.ts';
import { type LoadEvent, loadEventSchema } from '../../src/record/load-events.ts';
import { parseLines } from '../../src/record/read.ts';
import type { CapacityRecord } from '../../src/record/read-capacity.ts';
import { holdCount } from '../../src/run/held-count.ts';
import { phasesOf } from '../../src/run/load-phases.ts';
import { searchCapacity } from '../../src/run/search-capacity.ts';
import type { WatchedScenario } from '../../src/scenario/schema.ts';
import { datasetFileOf, loadSystem } from '../../src/systems/load-system.ts';
import { manifestOf } from './lab-manifest.ts';
import { type LabRun, scenarioOf } from './lab-scenario.ts';
import { virtualClients } from './virtual-clients.ts';
import { exchange } from './virtual-exchange.ts';
import { sendLoad } from './virtual-load.ts';
import { virtualStandIn } from './virtual-stand-in.ts';
import { VirtualTime } from './virtual-time.ts';

const START_MS = 1_790_000_047_300;
/** Far above what any of these endpoints carries. */
const GENERATOR_RPS = 10_000;
/** A new process, and its connections, between two loads. */
const BETWEEN_LOADS_MS = 3_000;

export interface LabTest extends LabRun {
  readonly wishes?: CapacityWishes;
  /** Instances held; absent: the stand-in's own, and nobody holds them. */
  readonly holds?: number;
}

export async function capacityRecordInVirtualTime(test: LabTest): Promise<CapacityRecord> {
  const wanted = scenarioOf(test);
  const scenario = holdsCount(wanted, test.holds);
  const time = new VirtualTime(test.startMs ?? START_MS);
  const { now } = time;
  const settings = capacitySettings(scenario, test.wishes ?? {}, GENERATOR_RPS);
  const { watch, replay, standIn: config } = scenario;
  const begun: CapacityBegun = {
    type: 'begun',
    atMs: now(),
    ...settings,
    heldInstances: config!.serverless ? null : config!.initialInstances,
  };
  const manifest = manifestOf(scenario, now(), {
    atMs: now(),
    how: 'completed',
    signal: null,
    message: 'The search is over.',
  });
  const written: { aws: AwsEvent[]; steps: CapacityEvent[]; loads: LoadEvent[][] } = {
    aws: [],
    steps: [begun],
    loads: [],
  };
  await time.run(async () => {
    const random = randomLcg(replay.seed);
    const standIn = virtualStandIn(scenario.system, config!, watch, now, test.withoutPolicy);
    const collector = new Collector({
      watch,
      settle: scenario.settle,
      clients: (clock) => virtualClients({ handler: standIn.handler, clock, now, random }),
      write: (event) => written.aws.push(event),
      now,
      random,
    });
    await collector.start();
    const system = await loadSystem(scenario.system);
    const codec = system.ways[scenario.way]!;
    const rows = readDataset(datasetFileOf(scenario.system, system), system.dataset);
    const drawn = rows.map((row) => ({ row, request: codec.encode(row, scenario.address) }));
    await searchCapacity(begun, manifest, {
      now,
      aws: () => written.aws,
      write: (event) => written.steps.push(event),
      pause: (ms) => delay(ms),
      onLoad() {},
      onStep() {},
      async send(load, isEnough) {
        const events: LoadEvent[] = [];
        written.loads.push(events);
        let enough = false;
        await delay(BETWEEN_LOADS_MS);
        await sendLoad({
          plan: buildPlan(phasesOf(load)),
          codec,
          draw: (index) => drawn[chooseRow(replay.seed, index, drawn.length)]!,
          send: (request, onResponse) => exchange(standIn.handler, request, onResponse),
          timeoutMs: replay.timeoutMs,
          pause: test.generatorPause,
          latencyUnitMs: 1,
          now,
          onEvent(event) {
            events.push(event);
            if (event.type === 'sample') enough ||= isEnough(events);
          },
          isStopped: () => enough,
        });
        const how = enough ? 'enough' : 'completed';
        return { events, end: { how, message: 'The load ended.' } };
      },
    });
    await collector.settle(new AbortController().signal, now());
    await collector.stop();
  });
  const reread = <T>(events: readonly T[]) => events.map((each) => JSON.stringify(each)).join('\n');
  const { events } = parseLines(reread(written.steps), capacityEventSchema);
  const ends = events.filter((event) => event.type === 'load-end');
  return {
    manifest,
    begun,
    aws: parseLines(reread(written.aws), awsEventSchema).events,
    loads: events
      .filter((event) => event.type === 'load')
      .map((order, index) => ({
        order,
        end: ends.find(({ number }) => number === order.number) ?? null,
        events: parseLines(reread(written.loads[index]!), loadEventSchema).events,
      })),
    problems: [],
  };
}

export async function capacityInVirtualTime(test: LabTest): Promise<Capacity> {
  return capacityOf(await capacityRecordInVirtualTime(test));
}

function holdsCount(scenario: WatchedScenario, instances: number | undefined): WatchedScenario {
  return instances === undefined ? scenario : (holdCount(scenario, instances) as WatchedScenario);
}
