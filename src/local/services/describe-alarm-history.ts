/** CloudWatch DescribeAlarmHistory: state changes, also of alarms that are gone. */
import { z } from 'zod';
import type { Alarm, AlarmTransition } from '../alarm.ts';
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
  const periodSeconds = call.simulation.settings.basePeriodMs / 1000;
  const direction = input.ScanBy === 'TimestampAscending' ? 1 : -1;
  const entries = call.simulation.tracking.alarmsEver
    .filter(({ definition }) => (AlarmName ?? definition.name) === definition.name)
    .flatMap((alarm) => alarm.history.map((transition) => ({ alarm, transition })))
    .filter(({ transition: { atMs } }) => atMs <= cursor.asOf)
    .filter(({ transition: { atMs } }) => atMs >= StartDate && atMs <= EndDate)
    // State updates are the only items recorded.
    .filter(() => HistoryItemType === 'StateUpdate')
    .sort((a, b) => direction * (a.transition.atMs - b.transition.atMs));
  const { items, next } = pageOf(entries, cursor, input.MaxRecords);
  const AlarmHistoryItems = items.map(({ alarm, transition }) => ({
    AlarmName: alarm.definition.name,
    AlarmType: 'MetricAlarm',
    Timestamp: new Date(transition.atMs),
    HistoryItemType: 'StateUpdate',
    HistorySummary: `Alarm updated from ${transition.from} to ${transition.to}`,
    HistoryData: JSON.stringify(historyData(alarm, transition, periodSeconds)),
  }));
  return { AlarmHistoryItems, ...next };
});

function historyData(alarm: Alarm, transition: AlarmTransition, period: number): object {
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
        statistic: 'Sum',
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
