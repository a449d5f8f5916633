/** Application Auto Scaling DescribeScalingActivities, newest first. */
import { z } from 'zod';
import type { Activity } from '../../simulation/activity-log.ts';
import { booleanField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import { filterFields, invalidNextToken, isScalable, scalableFields } from './scalable-resource.ts';
import { type Call, operation } from './service.ts';
import { invalidMember } from './validation-exception.ts';

/** Decisions not to scale are listed only with IncludeNotScaledActivities. */
export const describeScalingActivities = operation(
  invalidMember,
  z.object({ ...filterFields, IncludeNotScaledActivities: booleanField.default(false) }),
  (input, call) => {
    const all = isScalable(input, call) ? call.simulation.capacity.activities() : [];
    const cursor = readCursor(input.NextToken, all[0]?.sequence ?? 0, invalidNextToken);
    const listed = all
      .filter(({ sequence }) => sequence <= cursor.asOf)
      .filter(({ notScaled }) => input.IncludeNotScaledActivities || !notScaled);
    const { items, next } = pageOf(listed, cursor, input.MaxResults);
    return { ScalingActivities: items.map((activity) => describe(activity, call)), ...next };
  },
);

function describe(activity: Activity, call: Call): object {
  const { notScaled } = activity;
  return {
    ActivityId: activity.id,
    ...scalableFields(call),
    Description: activity.description,
    Cause: activity.cause,
    StartTime: new Date(activity.startMs),
    ...(activity.endMs !== undefined && { EndTime: new Date(activity.endMs) }),
    StatusCode: activity.status,
    ...(activity.statusMessage && { StatusMessage: activity.statusMessage }),
    ...(notScaled && {
      NotScaledReasons: [
        {
          Code: notScaled.code,
          ...(notScaled.maxCapacity !== undefined && { MaxCapacity: notScaled.maxCapacity }),
          ...(notScaled.minCapacity !== undefined && { MinCapacity: notScaled.minCapacity }),
          ...(notScaled.currentCapacity !== undefined && {
            CurrentCapacity: notScaled.currentCapacity,
          }),
        },
      ],
    }),
  };
}
