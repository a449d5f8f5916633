/** Reads the schedules that change the bounds of what scales (DescribeScheduledActions). */
import {
  type ApplicationAutoScalingClient,
  DescribeScheduledActionsCommand,
  type ScheduledAction,
} from '@aws-sdk/client-application-auto-scaling';
import type { AwsEventOf } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';
import { doubtsIn, itemsOf } from './not-understood.ts';
import { allPages } from './pages.ts';
import type { Doubt } from './recorder.ts';
import { scalableResource } from './scaling.ts';

export type ScheduleObservation = AwsEventOf<'scheduled-action'>;

export interface Schedules {
  readonly observations: ScheduleObservation[];
  readonly doubts: readonly Doubt[];
}

/** @throws an SDK error */
export async function fetchScheduledActions(
  client: ApplicationAutoScalingClient,
  watch: Watch,
  atMs: number,
): Promise<Schedules> {
  const pages = await allPages((NextToken) =>
    client.send(
      new DescribeScheduledActionsCommand({
        ...scalableResource(watch),
        ...(NextToken ? { NextToken } : {}),
      }),
    ),
  );
  const answers = pages.flatMap(({ ScheduledActions = [] }) => ScheduledActions);
  const raw = itemsOf<ScheduledAction>(pages, 'ScheduledActions');
  return {
    observations: answers.map((action) => toObservation(action, atMs)),
    doubts: raw.flatMap((action) =>
      doubtsIn('ScheduledAction', action, `scheduled action ${action.ScheduledActionName}: `),
    ),
  };
}

function toObservation(action: ScheduledAction, atMs: number): ScheduleObservation {
  const { MinCapacity, MaxCapacity } = action.ScalableTargetAction ?? {};
  return {
    type: 'scheduled-action',
    atMs,
    name: action.ScheduledActionName ?? '',
    schedule: action.Schedule ?? '',
    ...(action.Timezone ? { timezone: action.Timezone } : {}),
    ...(MinCapacity === undefined ? {} : { minCapacity: MinCapacity }),
    ...(MaxCapacity === undefined ? {} : { maxCapacity: MaxCapacity }),
  };
}
