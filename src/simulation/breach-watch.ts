/** Notices when the tracked metric first rises above its target, period by period. */
import type { TruthEvent } from '../record/truth-events.ts';
import type { Fleet } from './fleet.ts';
import type { MetricsStore } from './metrics-store.ts';
import type { TargetTracking } from './target-tracking.ts';
import { trackedValue } from './tracked-metric.ts';

export class BreachWatch {
  readonly #tracking: TargetTracking;
  readonly #fleet: Fleet;
  #breaching = false;

  constructor(tracking: TargetTracking, fleet: Fleet) {
    this.#tracking = tracking;
    this.#fleet = fleet;
  }

  /** @returns the breach, when a period of the tracked metric is the first of a run of breaches */
  closed(store: MetricsStore, index: number): TruthEvent | undefined {
    const { tracked, policy } = this.#tracking;
    if (!policy || tracked?.store !== store) return undefined;
    const value = trackedValue(tracked.metric, store, index) ?? 0;
    const began = value > policy.targetValue && !this.#breaching;
    this.#breaching = value > policy.targetValue;
    if (!began) return undefined;
    const { inService, desired } = this.#fleet;
    const detail = `${tracked.metric.name} ${value} > ${policy.targetValue}`;
    return { type: 'metric-breach', atMs: store.startOf(index + 1), inService, desired, detail };
  }
}
