/** Reads the scaling policy's alarms: their settings and their state changes. */
import {
  type CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { METRIC_PERIOD_SECONDS } from '../aws/target-tracking.ts';
import type { AlarmObservation, AlarmTransition } from '../record/aws-events.ts';
import { recordedScale } from './metrics/recorded-scale.ts';
import { allPages } from './pages.ts';

export interface SeenAlarms {
  readonly observations: AlarmObservation[];
  readonly answers: readonly MetricAlarm[];
}

export async function fetchAlarms(
  client: CloudWatchClient,
  names: readonly string[],
  atMs: number,
): Promise<AlarmObservation[]> {
  return (await readAlarms(client, names, atMs)).observations;
}

export async function readAlarms(
  client: CloudWatchClient,
  names: readonly string[],
  atMs: number,
): Promise<SeenAlarms> {
  if (names.length === 0) return { observations: [], answers: [] };
  const pages = await allPages((NextToken) =>
    client.send(
      new DescribeAlarmsCommand({ AlarmNames: [...names], ...(NextToken ? { NextToken } : {}) }),
    ),
  );
  const answers = pages.flatMap(({ MetricAlarms = [] }) => MetricAlarms);
  // Target tracking owns plain threshold alarms; any other kind has no threshold to compare with.
  const observations = answers.flatMap((alarm) =>
    alarm.Threshold === undefined ? [] : [toObservation(alarm, alarm.Threshold, atMs)],
  );
  return { observations, answers };
}

function toObservation(alarm: MetricAlarm, threshold: number, atMs: number): AlarmObservation {
  const comparison = alarm.ComparisonOperator ?? '';
  const evaluationPeriods = alarm.EvaluationPeriods ?? 1;
  return {
    type: 'alarm',
    atMs,
    name: alarm.AlarmName ?? '',
    role: comparison.startsWith('Greater')
      ? 'high'
      : comparison.startsWith('Less')
        ? 'low'
        : 'other',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    ...(alarm.StateUpdatedTimestamp
      ? { stateUpdatedAtMs: alarm.StateUpdatedTimestamp.getTime() }
      : {}),
    metric: alarm.MetricName ?? '',
    ...(alarm.Namespace === undefined ? {} : { namespace: alarm.Namespace }),
    stat: alarm.Statistic ?? alarm.ExtendedStatistic ?? '',
    comparison,
    threshold: threshold * recordedScale(alarm),
    periodSeconds: alarm.Period ?? METRIC_PERIOD_SECONDS,
    evaluationPeriods,
    // Without DatapointsToAlarm, every datapoint in the window must breach.
    datapointsToAlarm: alarm.DatapointsToAlarm ?? evaluationPeriods,
  };
}

const historySchema = z.object({
  oldState: z.object({ stateValue: z.string() }),
  newState: z.object({ stateValue: z.string() }),
});

/** State changes of one alarm since `sinceMs` (AWS clock), oldest first. */
export async function fetchTransitions(
  client: CloudWatchClient,
  name: string,
  sinceMs: number,
  seenAtMs: number,
): Promise<AlarmTransition[]> {
  const answer = await client.send(
    new DescribeAlarmHistoryCommand({
      AlarmName: name,
      HistoryItemType: 'StateUpdate',
      StartDate: new Date(sinceMs),
      ScanBy: 'TimestampAscending',
    }),
  );
  const transitions: AlarmTransition[] = [];
  for (const item of answer.AlarmHistoryItems ?? []) {
    const states = readStates(item.HistoryData);
    if (!states || !item.Timestamp) continue;
    transitions.push({
      type: 'alarm-transition',
      seenAtMs,
      name,
      timestampMs: item.Timestamp.getTime(),
      ...states,
    });
  }
  return transitions;
}

/** HistoryData is JSON in a string, and the API does not document its shape: null when it differs. */
function readStates(historyData: string | undefined): { from: string; to: string } | null {
  try {
    const { oldState, newState } = historySchema.parse(JSON.parse(historyData ?? ''));
    return { from: oldState.stateValue, to: newState.stateValue };
  } catch {
    return null;
  }
}
