/** Makes sure that the instance count stays: read-only towards AWS, which is told nothing. */
import { createClients } from '../collector/clients.ts';
import { ClockOffset } from '../collector/clock-offset.ts';
import { fetchPolicies } from '../collector/policies.ts';
import { fetchScalableTarget, scalableResource } from '../collector/scaling.ts';
import { counted } from '../format/numbers.js';
import { UserError } from '../input/user-error.ts';
import type { AwsEventOf } from '../record/aws-events.ts';
import type { ResolvedScenario, Watch } from '../scenario/schema.ts';

/** A stand-in of the test's own, with a count that nothing changes. */
export function holdCount(scenario: ResolvedScenario, instances: number | null): ResolvedScenario {
  const { standIn } = scenario;
  if (standIn === null || standIn.serverless !== undefined) return scenario;
  const count = instances ?? standIn.initialInstances;
  const policy = { ...standIn.policy, minCapacity: count, maxCapacity: count };
  const held = { ...standIn, initialInstances: count, policy };
  return Object.freeze({ ...scenario, standIn: Object.freeze(held) });
}

/**
 * @param expected `--instances`; null for whatever count is in service
 * @throws UserError when the count is another, or may change; with the commands that hold it and let go
 */
export async function requireHeldCount(
  { watch }: ResolvedScenario,
  inService: number | null,
  expected: number | null,
): Promise<void> {
  if (expected !== null && inService !== expected) {
    const seen = inService === null ? 'no instances to count' : counted(inService, 'instance');
    throw new UserError(
      `--instances ${expected}: the endpoint has ${seen}; scale it to ${expected} first, or leave out the flag.`,
    );
  }
  if (watch === null || inService === null) return;
  const target = await readTarget(watch);
  if (target === null || !mayScale(target)) return;
  const { minCapacity, maxCapacity } = target;
  throw new UserError(
    `The instance count may change during the test: endpoint ${watch.endpointName} scales between ${minCapacity} and ${maxCapacity}. Suspend its scaling first:\n` +
      `  ${suspendCommand(watch, true)}\n` +
      `and resume it after the test:\n  ${suspendCommand(watch, false)}`,
  );
}

export function mayScale(target: AwsEventOf<'scalable-target'>): boolean {
  const isFixed = target.minCapacity === target.maxCapacity;
  return !isFixed && !(target.scaleOutSuspended && target.scaleInSuspended);
}

/** @returns null where nothing scales the variant, or nobody may see what does: then the polls must tell */
async function readTarget(watch: Watch): Promise<AwsEventOf<'scalable-target'> | null> {
  const { autoScaling, destroy } = createClients(watch, new ClockOffset(), Date.now);
  try {
    const [target, policies] = await Promise.all([
      fetchScalableTarget(autoScaling, watch, Date.now()),
      fetchPolicies(autoScaling, watch, Date.now()),
    ]);
    // A target without a policy changes for scheduled actions and by hand only.
    return policies.observations.length === 0 ? null : target;
  } catch {
    return null;
  } finally {
    destroy();
  }
}

export function suspendCommand(watch: Watch, suspended: boolean): string {
  const state = [
    'DynamicScalingInSuspended',
    'DynamicScalingOutSuspended',
    'ScheduledScalingSuspended',
  ]
    .map((name) => `${name}=${suspended}`)
    .join(',');
  const { ScalableDimension, ResourceId } = scalableResource(watch);
  return [
    'aws application-autoscaling register-scalable-target --service-namespace sagemaker',
    `--scalable-dimension ${ScalableDimension}`,
    `--resource-id ${ResourceId}`,
    ...(watch.endpointUrl === undefined ? [] : [`--endpoint-url ${watch.endpointUrl}`]),
    `--region ${watch.region} --suspended-state ${state}`,
  ].join(' ');
}
