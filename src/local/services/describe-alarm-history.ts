/** CloudWatch DescribeAlarmHistory: state changes, including those of deleted alarms. */
import { z } from 'zod';
import type { AlarmTransition } from '../../simulation/alarm.ts';
import type { PolicyAlarm } from '../../simulation/policy-alarms.ts';
import { invalidCloudWatch, invalidToken } from './cloudwatch-errors.ts';
import { recordsField } from './describe-alarms.ts';
import { nameField, timestampField } from './fields.ts';
import { pageOf, readCursor } from './paging.ts';
import { operation } from './service.ts';

const inputSchema = z.object({
  AlarmName: nameField.optional(),
  HistoryItemType: z.string().optional(),
  StartDate: timestampField.default(Number.NEGATIVE_INFINITY),
  EndDate: timestampField.default(Number.POSITIVE_INFINITY),
  MaxRecords: recordsField,
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
});

export const describeAlarmHistory = operation(invalidCloudWatch, inputSchema, (input, call) => {
  const { AlarmName, HistoryItemType = 'StateUpdate', StartDate, EndDate } = input;
  const cursor = readCursor(input.NextToken, call.nowMs, invalidToken);
  const { tracking } = call.simulation;
  const direction = input.ScanBy === 'TimestampAscending' ? 1 : -1;
  const entries = tracking.alarmsEver
    .filter(({ alarm: { definition } }) => (AlarmName ?? definition.name) === definition.name)
    .flatMap((owner) => owner.alarm.history.map((transition) => ({ owner, transition })))
    .filter(({ transition: { atMs } }) => atMs <= cursor.asOf)
    .filter(({ transition: { atMs } }) => atMs >= StartDate && atMs <= EndDate)
    // Only state updates are recorded.
    .filter(() => HistoryItemType === 'StateUpdate')
    .sort((a, b) => direction * (a.transition.atMs - b.transition.atMs));
  const { items, next } = pageOf(entries, cursor, input.MaxRecords);
  const AlarmHistoryItems = items.map(({ owner, transition }) => ({
    AlarmName: owner.alarm.definition.name,
    AlarmType: 'MetricAlarm',
    Timestamp: new Date(transition.atMs),
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${transition.from} to ${transition.to}`,
    HistoryData: JSON.stringify(historyData(owner, transition, tracking.periodMsOf(owner) / 1000)),
  }));
  return { AlarmHistoryItems, ...next };
});

function historyData(
  { alarm, metric }: PolicyAlarm,
  transition: AlarmTransition,
  period: number,
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
        statistic: metric.statistic,
        period,
        recentDatapoints: transition.datapoints,
        threshold: alarm.definition.threshold,
      },
    },
  };
}

/** CloudWatch writes `+0000` here where it writes `Z` elsewhere. */
function isoWithOffset(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}
