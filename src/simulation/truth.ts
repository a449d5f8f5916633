/** Turns effects and target breaches into the truth events written to `truth.ndjson`. */
import type { TruthEvent } from '../record/truth-events.ts';
import type { Fleet } from './fleet.ts';
import type { FleetEffect } from './fleet-effects.ts';
import type { MetricsStore } from './metrics-store.ts';
import type { TargetTracking } from './target-tracking.ts';
import { trackedValue } from './tracked-metric.ts';
import type { TrackingEffect } from './tracking-model.ts';

/** Counts are those right after the event; undefined for an effect that no observer could see. */
export function truthOf(effect: TrackingEffect, fleet: Fleet): TruthEvent | undefined {
  const { inService, desired } = fleet;
  switch (effect.kind) {
    case 'alarm': {
      const { from, to, atMs } = effect.transition;
      const detail = `${effect.alarm} ${from} -> ${to}`;
      return { type: 'alarm', atMs, inService, desired: effect.desired, detail };
    }
    case 'activity': {
      const { status, description, statusMessage } = effect.activity;
      const detail = `${status}: ${statusMessage ?? description}`;
      return { type: 'activity', atMs: effect.atMs, inService, desired, detail };
    }
    case 'instances': {
      const { type, atMs, inService: instances, desired: wanted } = effect.effect;
      const detail =
        type === 'instances-wanted'
          ? `${wanted} instances wanted`
          : `${instances} instances in service`;
      return { type, atMs, inService: instances, desired: wanted, detail };
    }
    case 'fleet': {
      const { type, atMs, inService: then } = effect.effect;
      if (type === 'settled' || type === 'abandoned') return undefined;
      const detail = detailOf(effect.effect, fleet.isHosted ? 'copy' : 'instance');
      return { type, atMs, inService: then, desired, detail };
    }
  }
}

function detailOf({ instanceId, instanceType }: FleetEffect, member: string): string {
  if (instanceId === undefined) return instanceType ?? 'accepted by SageMaker';
  return `${member} ${instanceId}${instanceType === undefined ? '' : `, ${instanceType}`}`;
}

/** Detects when the tracked metric first rises above its target, by the shortest period in which it is counted. */
export class BreachWatch {
  readonly #tracking: TargetTracking;
  readonly #fleet: Fleet;
  #breaching = false;

  constructor(tracking: TargetTracking, fleet: Fleet) {
    this.#tracking = tracking;
    this.#fleet = fleet;
  }

  /** @returns the breach, when this period is the first of consecutive breaches; else undefined */
  closed(store: MetricsStore, index: number): TruthEvent | undefined {
    const { tracked, policy } = this.#tracking;
    if (!policy || tracked?.store !== store) return undefined;
    const { periods } = tracked;
    if (periods === 1 && !store.isPublished(index)) return undefined;
    const value = trackedValue(tracked.metric, store, index, 1) ?? 0;
    // Of a sum, each part of the alarm's period may have its part of the target.
    const target = policy.targetValue / (tracked.metric.statistic === 'Sum' ? periods : 1);
    const began = value > target && !this.#breaching;
    this.#breaching = value > target;
    if (!began) return undefined;
    const { inService, desired } = this.#fleet;
    const detail = `${tracked.metric.name} ${value} > ${target}`;
    return { type: 'metric-breach', atMs: store.endOf(index), inService, desired, detail };
  }
}
