/** What can be wrong with the instances of an endpoint. Pure. */
import type { BadInstanceSettings, FaultSettings, FaultWindow } from './fault-settings.ts';

export interface FleetFaults {
  readonly badInstance?: BadInstanceSettings | undefined;
  /** Of requests while the endpoint is Updating, the share that is refused. */
  readonly errorsWhileUpdating: number;
  /** In epoch milliseconds. */
  readonly stall?: FaultWindow | undefined;
}

export const HEALTHY: FleetFaults = { errorsWhileUpdating: 0 };

export function fleetFaultsOf(faults: FaultSettings, startMs: number): FleetFaults {
  const { badInstance, errorsWhileUpdating, stall } = faults;
  return {
    badInstance,
    errorsWhileUpdating,
    stall: stall && { fromMs: startMs + stall.fromMs, toMs: startMs + stall.toMs },
  };
}

/** When work that begins at `startMs` is done, if nothing gets on during the stall. */
export function finishOf(startMs: number, workMs: number, stall: FaultWindow | undefined): number {
  const finishMs = startMs + workMs;
  if (!stall || startMs >= stall.toMs || finishMs < stall.fromMs) return finishMs;
  const doneMs = Math.max(0, stall.fromMs - startMs);
  return stall.toMs + workMs - doneMs;
}
