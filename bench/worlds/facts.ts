/**
 * What really happened in a world: from the stand-in's own log, the settings it was given, and what
 * became of each request. Nothing here is what the judge read, or how it read it.
 */
import type { TruthEvent } from '../../src/record/truth-events.ts';
import type { Expectations } from '../../src/scenario/expectations.ts';
import type { Phase, ResolvedScenario } from '../../src/scenario/schema.ts';
import type { StandInConfig } from '../../src/scenario/stand-in-config.ts';
import type { LabRun } from '../../test/matrix/lab-scenario.ts';
import type { Witnessed } from './witness.ts';

/** One period of the tracked metric; times are seconds since the plan's time zero. */
export interface Period {
  readonly from: number;
  readonly to: number;
  /** Requests that reached the endpoint, and the same for each instance in service. */
  readonly requests: number;
  readonly each: number;
}

export interface Facts {
  readonly run: LabRun;
  readonly standIn: StandInConfig;
  readonly expect: Expectations;
  readonly phases: readonly Phase[];
  /** What AWS's durations were divided by. */
  readonly compression: number;
  readonly loadSeconds: number;
  readonly timeoutMs: number;
  readonly requests: readonly Witnessed[];
  /** The target, requests a period and instance. */
  readonly target: number;
  readonly periodSeconds: number;
  /** Whole periods within the load, in order. */
  readonly periods: readonly Period[];
  /** The stand-in's log, in seconds since time zero. */
  readonly log: readonly (TruthEvent & { readonly at: number })[];
  readonly inService: (atSeconds: number) => number;
  /** Requests/s that one healthy instance carries. */
  readonly carriesRps: number;
}

/** @param planStartMs epoch ms of the load's time zero */
export function factsOf(
  run: LabRun,
  scenario: ResolvedScenario,
  truth: readonly TruthEvent[],
  planStartMs: number,
  requests: readonly Witnessed[],
): Facts {
  const standIn = scenario.standIn!;
  const { policy, instance, timeCompression: compression } = standIn;
  const { expect, phases } = scenario;
  const periodSeconds = 60 / compression;
  const log = truth.map((event) => ({ ...event, at: (event.atMs - planStartMs) / 1_000 }));
  const loadSeconds = phases.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const inService = stepsOf(log, standIn.initialInstances);
  const clock = {
    planStartMs,
    periodSeconds,
    loadSeconds,
    skewMs: standIn.faults.clockSkewSeconds * 1_000,
  };
  const meanMs = instance.serviceTimeMs * Math.exp(instance.serviceTimeSigma ** 2 / 2);
  return {
    run,
    standIn,
    expect,
    phases,
    compression,
    loadSeconds,
    timeoutMs: scenario.replay.timeoutMs,
    requests,
    target: policy.targetPerMinute / compression,
    periodSeconds,
    periods: periodsOf(requests, inService, clock),
    log,
    inService,
    carriesRps: (instance.concurrency * 1_000) / meanMs,
  };
}

function stepsOf(log: Facts['log'], initial: number): Facts['inService'] {
  return (at) => log.findLast((event) => event.at <= at)?.inService ?? initial;
}

/** AWS's minutes begin with the minute of AWS's clock. */
function periodsOf(
  requests: readonly Witnessed[],
  inService: Facts['inService'],
  clock: { planStartMs: number; periodSeconds: number; loadSeconds: number; skewMs: number },
): Period[] {
  const { periodSeconds, loadSeconds } = clock;
  const zeroMs = clock.planStartMs + clock.skewMs;
  const first = periodSeconds - ((zeroMs / 1_000) % periodSeconds);
  const periods: { from: number; to: number; requests: number; each: number }[] = [];
  for (let from = first - periodSeconds; from < loadSeconds; from += periodSeconds) {
    periods.push({ from, to: from + periodSeconds, requests: 0, each: 0 });
  }
  for (const { sentMs, status } of requests) {
    // Turned away before the endpoint: by the gateway or the function.
    if (status === 429) continue;
    const at = sentMs / 1_000;
    const period = periods[Math.floor((at - first) / periodSeconds) + 1];
    if (period === undefined) continue;
    period.requests += 1;
    period.each += 1 / Math.max(1, inService(at));
  }
  return periods;
}

/**
 * Since when `value` was over `level` in so many periods in a row: the end of the first of them, the
 * first moment at which anyone could know.
 */
export function since(
  periods: readonly Period[],
  value: (period: Period) => number,
  level: number,
  inARow: number,
): number | null {
  const found = periods.findIndex((_, index) => {
    const run = periods.slice(index, index + inARow);
    return run.length === inARow && run.every((period) => value(period) > level);
  });
  return found < 0 ? null : periods[found]!.to;
}
