/** What an effect means to someone who wants to know what really happened. */
import type { TruthEvent } from '../record/truth-events.ts';
import type { Fleet } from './fleet.ts';
import type { TrackingEffect } from './tracking-model.ts';

/** Counts are those right after the event; undefined for what an observer could not see. */
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
    case 'fleet': {
      const { type, atMs, instanceId, inService: then } = effect.effect;
      if (type === 'settled') return undefined;
      const detail = instanceId === undefined ? 'accepted by SageMaker' : `instance ${instanceId}`;
      return { type, atMs, inService: then, desired, detail };
    }
  }
}
