/** The same plan through the stand-in's simulation, request by request in virtual time. */
import { randomLcg } from 'd3-random';
import type { Planned } from '../../src/planner/plan-policy.ts';
import type { PlannedChange } from '../../src/planner/plan-result.ts';
import { DurationSketch } from '../../src/record/sketch.ts';
import type { TruthEvent } from '../../src/record/truth-events.ts';
import { seededChance } from '../../src/simulation/chance.ts';
import { resolveSettings } from '../../src/simulation/settings.ts';
import { Simulation } from '../../src/simulation/simulation.ts';

export interface ByRequest {
  readonly requests: number;
  readonly overShare: number;
  readonly failedShare: number;
  readonly p50Ms: number;
  readonly percentileMs: number;
  readonly instanceHours: number;
  readonly mostInstances: number;
  readonly changes: readonly PlannedChange[];
}

/** A minute that begins an AWS minute at every compression that divides 60. */
const START_MS = Date.UTC(2024, 0, 1);

/** @param seed of service times, routing and, where callers call at random, arrivals */
export function byRequest(
  { config, traffic, figures, bound }: Planned,
  startInstances: number,
  seed: number,
): ByRequest {
  const { timeCompression } = traffic;
  const settings = resolveSettings({
    ...config,
    timeCompression,
    initialInstances: startInstances,
  });
  const changes: PlannedChange[] = [];
  let ids = 0;
  const simulation = new Simulation({
    settings,
    identity: { endpointName: 'planned', variantName: 'AllTraffic', region: 'us-east-1' },
    startMs: START_MS,
    chance: seededChance(seed, settings.serviceTime),
    newId: () => String(++ids),
    onTruth(event: TruthEvent) {
      const kind = KINDS[event.type];
      if (kind === undefined) return;
      const atSeconds = ((event.atMs - START_MS) * timeCompression) / 1_000;
      const instances = kind === 'desired' ? event.desired : event.inService;
      changes.push({ atSeconds, kind, instances });
    },
  });
  simulation.autoscale('policy');
  const { plan } = figures;
  const uniform = randomLcg(seed / 1_000);
  let nextMs = START_MS;
  const latencies = new DurationSketch();
  let [over, failed, instanceMs, lastMs] = [0, 0, 0, START_MS];
  let mostInstances = settings.fleet.initialInstances;
  const offsets = traffic.arrivals === 'random' ? scattered(plan.count, uniform) : null;
  for (let index = 0; index < plan.count; index += 1) {
    const atMs = START_MS + plan.intendedMs(offsets === null ? index : offsets(index));
    // Never before the one before it.
    nextMs = Math.max(nextMs, atMs);
    simulation.tick(nextMs);
    const { inService } = simulation.fleet;
    instanceMs += inService * (nextMs - lastMs);
    lastMs = nextMs;
    mostInstances = Math.max(mostInstances, inService);
    const arrival = simulation.arrive(nextMs);
    if (arrival.outcome !== 'served') {
      over += 1;
      failed += 1;
      continue;
    }
    const latencyMs = arrival.completeMs - nextMs;
    latencies.accept(latencyMs);
    if (latencyMs > bound.maxMs) over += 1;
    if (latencyMs > bound.timeoutMs) failed += 1;
  }
  const endMs = START_MS + plan.durationMs;
  simulation.tick(endMs);
  instanceMs += simulation.fleet.inService * (endMs - lastMs);
  return {
    requests: plan.count,
    overShare: over / plan.count,
    failedShare: failed / plan.count,
    p50Ms: latencies.quantile(0.5) ?? 0,
    percentileMs: latencies.quantile(bound.percentile / 100) ?? 0,
    instanceHours: (instanceMs * timeCompression) / 3_600_000,
    mostInstances,
    changes,
  };
}

const KINDS: Partial<Record<TruthEvent['type'], PlannedChange['kind']>> = {
  'desired-changed': 'desired',
  'in-service': 'in-service',
  'taking-traffic': 'taking-traffic',
  'instance-stopped': 'stopped',
};

/** A Poisson process in the plan's own time: exponential gaps of one request on average. */
function scattered(count: number, uniform: () => number): (index: number) => number {
  let at = 0;
  return () => {
    at = Math.min(count - 1, at - Math.log(1 - uniform()));
    return at;
  };
}
