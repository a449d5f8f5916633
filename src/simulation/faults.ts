/** Converts the injected faults to simulation time, and picks out those that affect instances. */
import type { FaultsConfig } from '../scenario/stand-in-faults.ts';

export interface BadInstanceSettings {
  /** 1 for the first instance launched. */
  readonly ordinal: number;
  readonly errorShare: number;
  readonly slowFactor: number;
  readonly swapLabels: boolean;
  /** Share of rows that its older model predicts otherwise. */
  readonly staleShare: number;
}

/** Injected fault: an instance that is sent fewer requests than the others. */
export interface StarvedInstance {
  /** 1 for the first instance launched. */
  readonly ordinal: number;
  /** Of an even split of the requests. */
  readonly share: number;
}

/** A time window, in milliseconds after the start. */
export interface FaultWindow {
  readonly fromMs: number;
  /** Exclusive; Infinity for a fault that never ends. */
  readonly toMs: number;
}

export interface ApiFaultSettings extends FaultWindow {
  readonly throttledShare: number;
  readonly failedShare: number;
  readonly hungShare: number;
  readonly malformedShare: number;
  readonly partialShare: number;
  readonly revisedShare: number;
  readonly unordered: boolean;
  readonly denied: readonly string[];
}

export interface FaultSettings {
  /** Infinity for none. */
  readonly quotaInstances: number;
  /** Why every change of the instance count fails; undefined when none does. */
  readonly scalingRefusal: string | undefined;
  /** From the low alarm's transition until the policy first acts on it. */
  readonly holdScaleInMs: number;
  readonly suspendScaleOut: boolean;
  readonly unscalable: FaultWindow | undefined;
  /** What the high alarm watches by mistake; undefined for what the policy tracks. */
  readonly alarmMetric: FaultsConfig['alarmMetric'];
  readonly unpublishedMetrics: readonly string[];
  /** How long the endpoint is Updating for instances that never come; undefined when they come. */
  readonly capacityShortageMs: number | undefined;
  readonly lostDatapoints: FaultWindow | undefined;
  readonly badInstance: BadInstanceSettings | undefined;
  readonly starvedInstance: StarvedInstance | undefined;
  readonly errorsWhileUpdating: number;
  readonly stall: FaultWindow | undefined;
  readonly apis: ApiFaultSettings;
  /** AWS's clock minus this one. Wall-clock, not divided, like the timestamps it shifts. */
  readonly clockSkewMs: number;
}

/** @param toMs converts AWS seconds to simulation milliseconds */
export function resolveFaults(
  faults: FaultsConfig,
  toMs: (awsSeconds: number) => number,
): FaultSettings {
  const { stall, unscalable, lostDatapoints, apis } = faults;
  const { fromSeconds, seconds, ...shares } = apis;
  const window = (from: number, length: number): FaultWindow => ({
    fromMs: toMs(from),
    toMs: toMs(from + length),
  });
  return {
    quotaInstances: faults.quotaInstances ?? Number.POSITIVE_INFINITY,
    scalingRefusal: faults.scalingRefusal,
    holdScaleInMs: toMs(faults.holdScaleInSeconds),
    suspendScaleOut: faults.suspendScaleOut,
    unscalable: unscalable && window(unscalable.atSeconds, unscalable.seconds),
    alarmMetric: faults.alarmMetric,
    unpublishedMetrics: faults.unpublishedMetrics,
    capacityShortageMs:
      faults.capacityShortageSeconds === undefined
        ? undefined
        : toMs(faults.capacityShortageSeconds),
    lostDatapoints: lostDatapoints && window(lostDatapoints.atSeconds, lostDatapoints.seconds),
    badInstance: faults.badInstance,
    starvedInstance: faults.starvedInstance,
    errorsWhileUpdating: faults.errorsWhileUpdating,
    stall: stall && window(stall.atSeconds, stall.seconds),
    apis: { ...shares, ...window(fromSeconds, seconds ?? Number.POSITIVE_INFINITY) },
    clockSkewMs: faults.clockSkewSeconds * 1000,
  };
}

export interface FleetFaults {
  readonly badInstance?: BadInstanceSettings | undefined;
  readonly starvedInstance?: StarvedInstance | undefined;
  /** Share of requests refused while the endpoint is Updating. */
  readonly errorsWhileUpdating: number;
  readonly capacityShortageMs?: number | undefined;
  /** In epoch milliseconds. */
  readonly stall?: FaultWindow | undefined;
}

export const HEALTHY: FleetFaults = { errorsWhileUpdating: 0 };

export function fleetFaultsOf(faults: FaultSettings, startMs: number): FleetFaults {
  const { badInstance, starvedInstance, errorsWhileUpdating, capacityShortageMs, stall } = faults;
  return {
    badInstance,
    starvedInstance,
    errorsWhileUpdating,
    capacityShortageMs,
    stall: stall && startingAt(startMs, stall),
  };
}

/** The window in epoch milliseconds. */
export function startingAt(startMs: number, { fromMs, toMs }: FaultWindow): FaultWindow {
  return { fromMs: startMs + fromMs, toMs: startMs + toMs };
}

/** When work that begins at `startMs` is done, if nothing gets on during the stall. */
export function finishOf(startMs: number, workMs: number, stall: FaultWindow | undefined): number {
  const finishMs = startMs + workMs;
  if (!stall || startMs >= stall.toMs || finishMs < stall.fromMs) return finishMs;
  const doneMs = Math.max(0, stall.fromMs - startMs);
  return stall.toMs + workMs - doneMs;
}
