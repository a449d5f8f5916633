/** The stand-in in virtual time: all of it but its socket. */
import type { RequestListener } from 'node:http';
import { ApiFaults } from '../../src/local/api-faults.ts';
import { seededChance, seededUniform } from '../../src/local/chance.ts';
import type { StandInConfig } from '../../src/local/config.ts';
import { drive } from '../../src/local/driver.ts';
import { createEndpoint } from '../../src/local/endpoint.ts';
import { createFrontParts, openFront } from '../../src/local/front.ts';
import { hostedSystem } from '../../src/local/hosted-systems.ts';
import { canAutoscale } from '../../src/local/instance-type.ts';
import { type Model, swapLabels } from '../../src/local/models/model.ts';
import { resolveSettings } from '../../src/local/settings.ts';
import { Simulation } from '../../src/local/simulation.ts';
import { createRouter } from '../../src/local/wire/router.ts';
import type { TruthEvent } from '../../src/run/events.ts';
import type { Watch } from '../../src/scenario/schema.ts';

export interface VirtualStandIn {
  readonly handler: RequestListener;
  /** What really happened, by this machine's clock. */
  readonly truth: readonly TruthEvent[];
}

/** @param trueMs this machine's clock, epoch ms; the stand-in's own may be set to run beside it */
export function virtualStandIn(
  systemId: string,
  config: StandInConfig,
  watch: Watch,
  trueMs: () => number,
  withoutPolicy = false,
): VirtualStandIn {
  const system = hostedSystem(systemId);
  const settings = resolveSettings(config);
  const { apis, clockSkewMs } = settings.faults;
  const nowMs = () => trueMs() + clockSkewMs;
  const startMs = nowMs();
  const parts = createFrontParts(system, watch.functionName ?? system.id, settings, startMs);
  const truth: TruthEvent[] = [];
  let ids = 0;
  const simulation = new Simulation({
    settings,
    identity: watch,
    startMs,
    otherStores: parts.stores,
    containers: system.containers,
    chance: seededChance(config.seed, settings.serviceTime),
    newId: () => `id-${++ids}`,
    onTruth: (event) => truth.push({ ...event, atMs: event.atMs - clockSkewMs }),
  });
  const scales = !withoutPolicy && !config.serverless && canAutoscale(config.instanceType);
  if (scales) simulation.autoscale('policy');
  const { wake } = drive(simulation, nowMs);
  const trained = system.model();
  const model = remembering(config.faults.swapLabels ? swapLabels(trained) : trained);
  const endpoint = createEndpoint({ simulation, model, nowMs, wake });
  const front = openFront(system, parts, endpoint, simulation.identity);
  const apiFaults = new ApiFaults(apis, startMs, seededUniform(config.seed));
  const backend = { simulation, endpoint, system, front, nowMs, wake, apiFaults };
  return { handler: createRouter(backend), truth };
}

/** The same few rows are asked again and again; a forest need not think twice. */
function remembering(model: Model): Model {
  const known = new Map<string, number | undefined>();
  return {
    ...model,
    predict: (line) => {
      if (!known.has(line)) known.set(line, model.predict(line));
      return known.get(line);
    },
  };
}
