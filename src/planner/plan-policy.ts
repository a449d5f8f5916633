/**
 * One policy under one traffic: the stand-in's own alarms, policies, cooldowns and instances in virtual time,
 * over a fleet whose requests are a fluid.
 */
import type { TruthEvent } from '../record/truth-events.ts';
import type { StandInConfig } from '../scenario/stand-in-config.ts';
import { seededChance, seededUniform } from '../simulation/chance.ts';
import { resolveSettings, type SimulationSettings } from '../simulation/settings.ts';
import { Simulation } from '../simulation/simulation.ts';
import { carriedUtilization } from './carried.ts';
import { FluidFleet } from './fluid-fleet.ts';
import type { Stations } from './measure-station.ts';
import type { PlannedChange, PolicyOutcome } from './plan-result.ts';
import { poisson } from './poisson.ts';
import { type PolicyVariant, settingsOf } from './policy-variant.ts';
import { type Bound, Recorder } from './recorder.ts';
import type { Station } from './station.ts';
import type { Traffic, TrafficFigures } from './traffic.ts';

export interface Planned {
  readonly config: StandInConfig;
  readonly traffic: Traffic;
  readonly figures: TrafficFigures;
  readonly bound: Bound;
  readonly stations: Stations;
}

/** A month without leap seconds that begins on a Monday, for traffic without a date. */
const UNDATED_MS = Date.UTC(2024, 0, 1);
const STEPS_PER_MINUTE = 60;
const MOST_CHANGES = 500;
const POLICY_NAME = 'planned';
const IDENTITY = { endpointName: 'planned', variantName: 'AllTraffic', region: 'us-east-1' };

export function planPolicy(planned: Planned, variant: PolicyVariant): Omit<PolicyOutcome, 'usd'> {
  const { traffic, figures, bound, stations } = planned;
  const startInstances = startCount(planned, variant);
  const settings = settingsFor(planned, variant, startInstances);
  const stepMs = settings.basePeriodMs / STEPS_PER_MINUTE;
  // Alarms and CloudWatch count whole periods since the epoch.
  const startMs =
    Math.ceil((traffic.startMs ?? UNDATED_MS) / settings.basePeriodMs) * settings.basePeriodMs;
  const steps = Math.max(1, Math.ceil(figures.plan.durationMs / stepMs - 1e-9));
  const fluid = new FluidFleet(
    { fleet: settings.fleet, meanServiceMs: meanServiceMs(settings), stepMs, stations },
    startInstances,
  );
  const watch = new ChangeWatch(startMs, traffic.timeCompression, startInstances);
  const simulation = simulationOf(settings, variant, startMs, fluid, planned.config.seed, (event) =>
    watch.see(event),
  );
  const recorder = new Recorder(bound, steps);
  const carried = new CarriedRates(bound, settings);
  const drawn =
    traffic.counts === 'expected' ? poisson(seededUniform(planned.config.seed + 1)) : exact;
  let [due, instanceSteps, underSteps, atMaximumSteps] = [0, 0, 0, 0];
  let mostInstances = startInstances;
  for (let index = 0; index < steps; index += 1) {
    const nowMs = startMs + index * stepMs;
    simulation.tick(nowMs);
    const { fleet } = simulation;
    if (fleet.takingTraffic !== fluid.count) fluid.follow(fleet.takingTraffic, nowMs);
    const { inService } = fleet;
    const dueNow = figures.plan.dueBefore((index + 1) * stepMs);
    const arrived = dueNow - due;
    due = dueNow;
    // Alarms see chance. Queues have it already: it is part of each steady state.
    const seen = drawn(arrived);
    if (seen > 0) {
      simulation.metrics.add('Invocations', nowMs, 1, seen);
      simulation.metrics.add('InvocationsPerInstance', nowMs, 1 / Math.max(1, inService), seen);
    }
    const refused = fluid.step(arrived, nowMs, recorder);
    const capacityRps = fluid.count * carried.of(fluid.station);
    const rps = (arrived * 1_000) / stepMs;
    recorder.stepped(index, arrived, rps, refused, capacityRps, inService);
    instanceSteps += inService;
    if (inService > mostInstances) mostInstances = inService;
    // The fraction of a request that a step rounds to is no overload.
    if (arrived - 1 > (capacityRps * stepMs) / 1_000) {
      underSteps += 1;
      if (fleet.desired >= (simulation.capacity.target?.maxCapacity ?? fleet.desired))
        atMaximumSteps += 1;
    }
    if ((index + 1) % STEPS_PER_MINUTE === 0 || index === steps - 1) {
      recorder.minuteEnded(Math.floor(index / STEPS_PER_MINUTE) * 60);
    }
  }
  const { waiting } = fluid.totals;
  const step = { seconds: 60 / STEPS_PER_MINUTE, wallSeconds: stepMs / 1_000 };
  return {
    id: variant.id,
    settings: settingsOf(variant),
    startInstances,
    waitingAtEnd: waiting,
    underProvisionedMinutes: underSteps / STEPS_PER_MINUTE,
    atMaximumMinutes: atMaximumSteps / STEPS_PER_MINUTE,
    instanceHours: instanceSteps / STEPS_PER_MINUTE / 60,
    mostInstances,
    scaleOuts: watch.scaleOuts,
    scaleIns: watch.scaleIns,
    changes: watch.changes,
    requests: due,
    ...recorder.outcome(due, step, steps),
  };
}

const exact = (count: number) => count;

export function meanServiceMs({ serviceTime }: Pick<SimulationSettings, 'serviceTime'>): number {
  return serviceTime.medianMs * Math.exp(serviceTime.sigma ** 2 / 2);
}

/**
 * Real traffic does not begin with the plan: its policy has settled by then. A scenario's phases begin when the
 * endpoint has what it starts with.
 */
function startCount(
  { config, traffic, figures }: Planned,
  { kind, policy }: PolicyVariant,
): number {
  const { minCapacity, maxCapacity } = policy;
  if (kind === 'fixed') return minCapacity;
  const settled = traffic.startMs === null ? 0 : settledCount(config, policy, figures.firstRps);
  return Math.min(maxCapacity, Math.max(minCapacity, config.initialInstances, settled));
}

function settledCount(
  config: StandInConfig,
  { metric, targetPerMinute, targetConcurrency }: StandInConfig['policy'],
  rps: number,
): number {
  if (metric === 'InvocationsPerInstance') return Math.ceil((rps * 60) / targetPerMinute);
  const inSlots = (rps * meanServiceMs(resolveSettings(config))) / 1_000;
  return Math.ceil(inSlots / targetConcurrency);
}

function settingsFor(
  { config, traffic }: Planned,
  { policy }: PolicyVariant,
  initialInstances: number,
): SimulationSettings {
  const { timeCompression } = traffic;
  return resolveSettings({ ...config, policy, timeCompression, initialInstances });
}

function simulationOf(
  settings: SimulationSettings,
  variant: PolicyVariant,
  startMs: number,
  fluid: FluidFleet,
  seed: number,
  onTruth: (event: TruthEvent) => void,
): Simulation {
  const uniform = seededUniform(seed);
  const isConcurrency = variant.policy.metric === 'ConcurrentRequestsPerModel';
  let ids = 0;
  const simulation = new Simulation({
    settings,
    identity: IDENTITY,
    startMs,
    chance: seededChance(seed, settings.serviceTime),
    outstanding: isConcurrency ? () => fluid.outstanding(uniform) : null,
    newId: () => String(++ids),
    onTruth,
  });
  if (variant.kind === 'fixed') return simulation;
  simulation.autoscale(POLICY_NAME);
  for (const schedule of variant.schedules) simulation.scaling.scheduled.put(schedule, startMs);
  return simulation;
}

/** What an instance carries within the bound, by station. */
class CarriedRates {
  readonly #bound: Bound;
  readonly #serviceMs: number;
  readonly #full: number;
  readonly #known = new Map<Station, number>();

  constructor(bound: Bound, settings: SimulationSettings) {
    this.#bound = bound;
    this.#serviceMs = meanServiceMs(settings);
    this.#full = (settings.fleet.instance.concurrency * 1_000) / this.#serviceMs;
  }

  of(station: Station): number {
    let rps = this.#known.get(station);
    if (rps === undefined) {
      rps = this.#full * carriedUtilization(station, this.#serviceMs, this.#bound);
      this.#known.set(station, rps);
    }
    return rps;
  }
}

/** Counts what scaled, and keeps the first changes. */
class ChangeWatch {
  scaleOuts = 0;
  scaleIns = 0;
  readonly changes: PlannedChange[] = [];
  readonly #startMs: number;
  readonly #compression: number;
  #desired: number;

  constructor(startMs: number, compression: number, desired: number) {
    this.#startMs = startMs;
    this.#compression = compression;
    this.#desired = desired;
  }

  see({ type, atMs, desired, inService }: TruthEvent): void {
    const kind = KINDS[type];
    if (kind === undefined) return;
    if (kind === 'desired') {
      if (desired > this.#desired) this.scaleOuts += 1;
      if (desired < this.#desired) this.scaleIns += 1;
      this.#desired = desired;
    }
    if (this.changes.length >= MOST_CHANGES) return;
    const atSeconds = ((atMs - this.#startMs) * this.#compression) / 1_000;
    this.changes.push({ atSeconds, kind, instances: kind === 'desired' ? desired : inService });
  }
}

const KINDS: Partial<Record<TruthEvent['type'], PlannedChange['kind']>> = {
  'desired-changed': 'desired',
  'in-service': 'in-service',
  'taking-traffic': 'taking-traffic',
  'instance-stopped': 'stopped',
};
