/** CloudWatch DescribeAlarmHistory: state changes and actions, including those of deleted alarms. */
import { z } from 'zod';
import type { AlarmTransition } from '../../simulation/alarm.ts';
import { type AlarmView, alarmsEver } from './alarm-view.ts';
import { invalidCloudWatch, invalidToken } from './cloudwatch-errors.ts';
import { recordsField } from './describe-alarms.ts';
import { nameField, timestampField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import { operation } from './service.ts';

const inputSchema = z.object({
  AlarmName: nameField.optional(),
  HistoryItemType: z.enum(['StateUpdate', 'Action', 'ConfigurationUpdate']).optional(),
  StartDate: timestampField.default(Number.NEGATIVE_INFINITY),
  EndDate: timestampField.default(Number.POSITIVE_INFINITY),
  MaxRecords: recordsField,
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
});

export const describeAlarmHistory = operation(invalidCloudWatch, inputSchema, (input, call) => {
  const { AlarmName, HistoryItemType, StartDate, EndDate } = input;
  const cursor = readCursor(input.NextToken, call.nowMs, invalidToken);
  const direction = input.ScanBy === 'TimestampAscending' ? 1 : -1;
  const entries = alarmsEver(call)
    .filter(({ alarm: { definition } }) => (AlarmName ?? definition.name) === definition.name)
    .flatMap((view) => [...stateUpdates(view), ...actions(view)])
    .filter(({ type }) => (HistoryItemType ?? type) === type)
    .filter(({ atMs }) => atMs <= cursor.asOf && atMs >= StartDate && atMs <= EndDate)
    .sort((a, b) => direction * (a.atMs - b.atMs));
  const { items, next } = pageOf(entries, cursor, input.MaxRecords);
  const AlarmHistoryItems = items.map(({ name, atMs, type, summary, data }) => ({
    AlarmName: name,
    AlarmType: 'MetricAlarm',
    Timestamp: new Date(atMs),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: JSON.stringify(data),
  }));
  return { AlarmHistoryItems, ...next };
});

interface Entry {
  readonly name: string;
  readonly atMs: number;
  readonly type: 'StateUpdate' | 'Action';
  readonly summary: string;
  readonly data: object;
}

function stateUpdates(view: AlarmView): Entry[] {
  const { alarm } = view;
  return alarm.history.map((transition) => ({
    name: alarm.definition.name,
    atMs: transition.atMs,
    type: 'StateUpdate',
    summary: `Alarm updated from ${transition.from} to ${transition.to}`,
    data: historyData(view, transition),
  }));
}

function actions({ alarm, executed }: AlarmView): Entry[] {
  return executed.map(({ atMs, arn, error }) => ({
    name: alarm.definition.name,
    atMs,
    type: 'Action',
    summary:
      error === undefined
        ? `Successfully executed action ${arn}`
        : `Failed to execute action ${arn}. Received error: "${error}"`,
    data: {
      actionState: error === undefined ? 'Succeeded' : 'Failed',
      notificationResource: arn,
      ...(error !== undefined && { error }),
    },
  }));
}

function historyData(
  { alarm, statistic, periodSeconds }: AlarmView,
  transition: AlarmTransition,
): object {
  return {
    version: '1.0',
    oldState: { stateValue: transition.from, stateReason: transition.fromReason },
    newState: {
      stateValue: transition.to,
      stateReason: transition.toReason,
      stateReasonData: {
        version: '1.0',
        queryDate: isoWithOffset(transition.atMs),
        startDate: isoWithOffset(transition.windowStartMs),
        statistic,
        period: periodSeconds,
        recentDatapoints: transition.datapoints.map(({ value }) => value),
        threshold: alarm.definition.threshold,
        evaluatedDatapoints: transition.datapoints.toReversed().map(({ startMs, value }) => ({
          timestamp: isoWithOffset(startMs),
          value,
        })),
      },
    },
  };
}

/** CloudWatch writes `+0000` here where it writes `Z` elsewhere. */
function isoWithOffset(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
