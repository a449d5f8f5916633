/** Made-up runs of an inference component, and of instance pools. */
import type { AwsEvent, AwsEventOf, ComponentObservation } from '../../../src/record/aws-events.ts';
import type { RunRecord } from '../../../src/record/read.ts';
import { type Knobs, syntheticRun, T0 } from '../synthetic-run.ts';

export const at = (second: number) => T0 + second * 1_000;

/** The count from a second on. */
export type Counts = readonly (readonly [second: number, count: number])[];

export function countAt(counts: Counts, second: number): number {
  return counts.findLast(([from]) => from <= second)?.[1] ?? 0;
}

interface Layer {
  readonly desired: Counts;
  readonly current: Counts;
}

const END = 200;

/** The healthy run, of whose counts the endpoint's polls say something else, and a component's polls are added. */
export function componentRun(
  copies: Layer & { readonly updating?: readonly [number, number] },
  instances: Layer,
  changes: Partial<Knobs> = {},
  config: Partial<AwsEventOf<'endpoint-config'>> = {},
): RunRecord {
  const record = syntheticRun(changes);
  const polls: AwsEvent[] = [];
  for (let second = -2; second <= END; second += 1) {
    polls.push(componentPoll(copies, second), {
      type: 'endpoint',
      atMs: at(second),
      status: 'InService',
      variantName: 'AllTraffic',
      currentInstanceCount: countAt(instances.current, second),
      desiredInstanceCount: countAt(instances.desired, second),
    });
  }
  const aws = record.aws
    .filter(({ type }) => type !== 'endpoint')
    .map((event) => ofComponent(event, config));
  return { ...record, aws: [...aws, ...polls] };
}

function componentPoll(
  { desired, current, updating }: Parameters<typeof componentRun>[0],
  second: number,
): ComponentObservation {
  const isUpdating = updating !== undefined && second >= updating[0] && second < updating[1];
  const counts = { desired: countAt(desired, second), current: countAt(current, second) };
  return {
    type: 'component',
    atMs: at(second),
    name: 'wine-model',
    status: isUpdating || counts.desired !== counts.current ? 'Updating' : 'InService',
    currentCopyCount: counts.current,
    desiredCopyCount: counts.desired,
    ...(isUpdating ? { updating: true } : {}),
  };
}

function ofComponent(event: AwsEvent, config: Partial<AwsEventOf<'endpoint-config'>>): AwsEvent {
  switch (event.type) {
    case 'datapoint':
      return event.metric === 'InvocationsPerInstance'
        ? { ...event, metric: 'InvocationsPerCopy', component: 'wine-model' }
        : event;
    case 'alarm':
      return event.metric === 'InvocationsPerInstance'
        ? { ...event, metric: 'InvocationsPerCopy' }
        : event;
    case 'policy':
      return { ...event, metric: 'SageMakerInferenceComponentInvocationsPerCopy' };
    case 'activity':
      return { ...event, description: event.description.replace('instance count', 'copy count') };
    case 'endpoint-config':
      return { ...event, ...config };
    default:
      return event;
  }
}

/** As in the healthy run, whose load step comes at 20 s. */
export const THREE_COPIES: Layer = {
  desired: [
    [-2, 1],
    [42, 3],
  ],
  current: [
    [-2, 1],
    [64.6, 3],
  ],
};

/** A second instance comes for them. */
export const TWO_INSTANCES: Layer = {
  desired: [
    [-2, 1],
    [44, 2],
  ],
  current: [
    [-2, 1],
    [60, 2],
  ],
};

export const ONE_INSTANCE: Layer = { desired: [[-2, 1]], current: [[-2, 1]] };
