/** An inference component's settings in simulation time. */
import type { StandInConfig } from '../scenario/stand-in-config.ts';

export interface ComponentSettings {
  readonly name: string;
  readonly copiesPerInstance: number;
  /** From an instance with room to a copy in service. */
  readonly copyStartMs: number;
  /** Of an instance that is added for a copy without room. */
  readonly instanceStartMs: number;
  /** How long an instance without copies is kept. */
  readonly instanceIdleMs: number;
  readonly minInstances: number;
  /** Also bounded by the account's quota. */
  readonly maxInstances: number;
  readonly initialInstances: number;
  /** Whether the policy and the alarm that scale out from zero are there. */
  readonly wakeUp: boolean;
  /** Undefined for no rolling update. */
  readonly update: { readonly atMs: number; readonly durationMs: number } | undefined;
}

/** Undefined for an endpoint without. @param toMs converts AWS seconds to simulation milliseconds */
export function resolveComponent(
  { component, instance, faults }: StandInConfig,
  toMs: (awsSeconds: number) => number,
): ComponentSettings | undefined {
  if (!component) return undefined;
  const { copiesPerInstance, initialCopies, minInstances, updateAtSeconds } = component;
  return {
    name: component.name,
    copiesPerInstance,
    copyStartMs: toMs(component.copyStartSeconds),
    instanceStartMs: toMs(instance.provisioningSeconds),
    instanceIdleMs: toMs(component.instanceIdleSeconds),
    minInstances,
    maxInstances: Math.min(component.maxInstances, faults.quotaInstances ?? component.maxInstances),
    initialInstances: Math.max(minInstances, Math.ceil(initialCopies / copiesPerInstance)),
    wakeUp: component.wakeUp,
    update:
      updateAtSeconds === undefined
        ? undefined
        : { atMs: toMs(updateAtSeconds), durationMs: toMs(component.updateSeconds) },
  };
}
