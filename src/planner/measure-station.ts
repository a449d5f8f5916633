/**
 * Measures steady states by sending requests to the stand-in's own instances: service times, queue limit,
 * routing and arrivals are what they are, and no formula for queues has to fit them.
 *
 * Arrivals are either evenly paced, as a load generator sends them, or at random (Poisson), as from many
 * callers. Randomly routed, evenly paced requests reach each of n instances after a geometric number of gaps.
 */
import { seededChance } from '../simulation/chance.ts';
import { Fleet } from '../simulation/fleet.ts';
import type { FleetSettings } from '../simulation/settings.ts';
import { Station, type StationLevel } from './station.ts';

export type Arrivals = 'paced' | 'random';

export interface StationSettings {
  readonly concurrency: number;
  readonly queue: number;
  /** Sigma of the log-normal service time. */
  readonly sigma: number;
  readonly routing: FleetSettings['routing'];
  readonly arrivals: Arrivals;
  /** Instances that share the load. */
  readonly instances: number;
}

const BELOW_FULL = [0.1, 0.3, 0.5, 0.6, 0.7, 0.76, 0.82, 0.86, 0.9, 0.93, 0.96, 0.98];
/** Only for short queues: a long one fills with a backlog, which is no steady state. */
const ABOVE_FULL = [1, 1.05, 1.15, 1.35, 1.7, 2.5, 5, 20];
const SHORT_QUEUE = 32;
/** Where more instances change next to nothing: each is sent requests at random, or all pool their slots. */
const MOST_INSTANCES = 16;
const MOST_REQUESTS = 60_000;
/** Slots looked at, which is what a level costs. */
const MOST_WORK = 10_000_000;
const LATENCIES = 2_000;
const OUTSTANDING = 400;
const SEED = 1;

/** Stations by their settings, measured when first asked for and shared by all policies of a plan. */
export class Stations {
  readonly #settings: Omit<StationSettings, 'instances'>;
  readonly #known = new Map<number, Station>();

  constructor(settings: Omit<StationSettings, 'instances'>) {
    this.#settings = settings;
  }

  of(instances: number): Station {
    const { routing, arrivals } = this.#settings;
    const alike = routing === 'random' && arrivals === 'random' ? 1 : alikeCount(instances);
    const known = this.#known.get(alike);
    if (known) return known;
    const measured = measureStation({ ...this.#settings, instances: alike });
    this.#known.set(alike, measured);
    return measured;
  }
}

/** Counts above four share a station with their neighbours. */
function alikeCount(instances: number): number {
  if (instances <= 4) return Math.max(1, instances);
  return [6, 10, MOST_INSTANCES].find((count) => instances <= count) ?? MOST_INSTANCES;
}

export function measureStation(settings: StationSettings): Station {
  const { concurrency, queue } = settings;
  const utilizations = queue <= SHORT_QUEUE ? [...BELOW_FULL, ...ABOVE_FULL] : BELOW_FULL;
  const measured: StationLevel[] = [];
  for (const utilization of utilizations) {
    const level = measureLevel(settings, utilization);
    const before = measured.at(-1);
    // Chance must not make a busier queue hold less, or the fluid would have two answers.
    measured.push({
      ...level,
      held: Math.max(level.held, before?.held ?? 0),
      answered: Math.max(level.answered, before?.answered ?? 0),
      refusedShare: Math.max(level.refusedShare, before?.refusedShare ?? 0),
    });
  }
  const idle = { ...measured[0]!, utilization: 0, held: 0, answered: 0, refusedShare: 0 };
  const nothing = new Float64Array(1);
  return new Station([{ ...idle, outstanding: nothing }, ...measured], concurrency, queue);
}

function measureLevel(settings: StationSettings, utilization: number): StationLevel {
  const { concurrency, queue, sigma, routing } = settings;
  // Randomly routed instances do not know of each other: one of them tells all.
  const instances = routing === 'random' ? 1 : settings.instances;
  const slots = instances * concurrency;
  const chance = seededChance(SEED, { medianMs: Math.exp(-(sigma ** 2) / 2), sigma });
  const instance = {
    ...{ concurrency, queue, provisioningMs: 0, trafficDelayMs: 0 },
    ...{ warmUpMs: 0, warmUpFactor: 1 },
  };
  const fleet = new Fleet({ initialInstances: instances, routing, instance }, chance);
  const gap = gapOf(settings, slots * utilization, chance.fault);
  const requests = requestsAt(utilization, slots);
  const warmUp = Math.floor(requests / 10);
  const every = Math.max(1, Math.floor((requests - warmUp) / OUTSTANDING));
  const latencies: number[] = [];
  const outstanding: number[] = [];
  let [nowMs, fromMs, refused] = [0, 0, 0];
  for (let index = 0; index < requests; index += 1) {
    const next = gap();
    if (index >= warmUp && index % every === 0) {
      outstanding.push(...fleet.outstanding(nowMs + next * chance.uniform()));
    }
    nowMs += next;
    if (index === warmUp) fromMs = nowMs;
    const arrival = fleet.arrive(nowMs);
    if (index < warmUp) continue;
    if (arrival.outcome === 'served') latencies.push(arrival.completeMs - nowMs);
    else refused += 1;
  }
  const answeredRate = utilization * (1 - refused / (requests - warmUp));
  const sum = latencies.reduce((all, each) => all + each, 0);
  // Little's law; the rate is the one that was really sent.
  const sentRate = (requests - warmUp) / Math.max(nowMs - fromMs, Number.MIN_VALUE);
  const held =
    ((sum / latencies.length) * sentRate * (latencies.length / (requests - warmUp))) / instances;
  return {
    utilization,
    held: Math.min(held, concurrency + queue),
    answered: Math.min(answeredRate, 1),
    refusedShare: refused / (requests - warmUp),
    latencies: evenRanks(latencies, LATENCIES),
    outstanding: Float64Array.from(outstanding).sort(),
  };
}

/** Time between two requests that reach the station. @param rate per mean service time. */
function gapOf(
  { routing, arrivals, instances }: StationSettings,
  rate: number,
  uniform: () => number,
): () => number {
  const mean = 1 / rate;
  if (arrivals === 'random') return () => -Math.log(1 - uniform()) * mean;
  if (routing !== 'random' || instances === 1) return () => mean;
  const others = Math.log(1 - 1 / instances);
  return () => (Math.floor(Math.log(1 - uniform()) / others) + 1) * (mean / instances);
}

/** The nearer to full, the longer a queue remembers. */
function requestsAt(utilization: number, slots: number): number {
  const enough = 3_000 / Math.max(0.02, Math.abs(1 - utilization)) ** 1.5;
  const least = 3_000 * Math.max(1, utilization);
  return Math.max(least, Math.min(MOST_REQUESTS, enough, MOST_WORK / slots));
}

function evenRanks(values: readonly number[], count: number): Float64Array {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length <= count) return sorted;
  return Float64Array.from(
    { length: count },
    (_, rank) => sorted[Math.floor(((rank + 0.5) * sorted.length) / count)]!,
  );
}
