/** A simulation on virtual time, for tests that need hours in milliseconds. */
import type { TruthEvent } from '../../src/record/truth-events.ts';
import { type StandInInput, standInSchema } from '../../src/scenario/stand-in-config.ts';
import { seededChance } from '../../src/simulation/chance.ts';
import { resolveSettings } from '../../src/simulation/settings.ts';
import { Simulation } from '../../src/simulation/simulation.ts';

export const MINUTE = 60_000;
/** A whole minute, so that periods start when the simulation does. */
export const START = 1_790_000_040_000;
export const IDENTITY = { endpointName: 'wine', variantName: 'AllTraffic', region: 'us-east-1' };

/** True to life (`timeCompression` 1) unless told otherwise; `truth` fills as time passes. */
export function virtual(input: StandInInput = {}, containers: readonly string[] = []) {
  const config = standInSchema.parse({ timeCompression: 1, ...input });
  const settings = resolveSettings(config);
  const truth: TruthEvent[] = [];
  let ids = 0;
  const simulation = new Simulation({
    settings,
    identity: IDENTITY,
    startMs: START,
    containers,
    chance: seededChance(config.seed, settings.serviceTime),
    newId: () => `id-${++ids}`,
    onTruth: (event) => truth.push(event),
  });
  if (!config.serverless) simulation.autoscale('policy');
  return { simulation, settings, truth };
}

/** Evenly spaced arrivals in [fromMs, toMs). */
export function load(simulation: Simulation, fromMs: number, toMs: number, perMinute: number) {
  const total = Math.round(((toMs - fromMs) / MINUTE) * perMinute);
  for (let i = 0; i < total; i++) simulation.arrive(fromMs + (i * MINUTE) / perMinute);
  simulation.tick(toMs);
}

export function firstOf(truth: readonly TruthEvent[], type: TruthEvent['type'], detail = '') {
  const found = truth.find((event) => event.type === type && event.detail.includes(detail));
  if (!found) throw new Error(`no ${type} ${detail} among ${truth.length} truth events`);
  return found;
}
