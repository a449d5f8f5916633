/** Creates and evaluates the two alarms that a target-tracking policy owns. */

import { Alarm, type AlarmTransition, type Comparison } from './alarm.ts';
import type { Direction } from './autoscaler.ts';
import type { FaultSettings } from './faults.ts';
import type { MetricsStore } from './metrics-store.ts';
import { trackedValue, type WatchedMetric } from './tracked-metric.ts';

export interface PolicyAlarm {
  readonly direction: Direction;
  readonly alarm: Alarm;
  readonly metric: WatchedMetric;
  /** The store that keeps the metric. */
  readonly store: MetricsStore;
  /** Alarm period, in base periods of the metric. */
  readonly periods: number;
  /** When the alarm last acted. */
  actedAtMs: number;
}

/** The metric an alarm watches, and its store. */
export type AlarmSource = Pick<PolicyAlarm, 'metric' | 'store'>;

/** A period in base periods of a store; at least one, however seldom the store's metrics are published. */
export function periodsOf(periodMs: number, { basePeriodMs }: MetricsStore): number {
  return Math.max(1, Math.round(periodMs / basePeriodMs));
}

/**
 * As observed on a real endpoint: 3 of 3 periods above the target, 15 of 15 minutes below 90 % of it.
 *
 * @param highCount replaces the 3
 * @param prefix of the alarm names, such as `TargetTracking-endpoint/EP/variant/V`
 */
export function alarmsFor(
  watched: { readonly high: AlarmSource; readonly low: AlarmSource },
  { target, highCount, secondMs }: { target: number; highCount: number; secondMs: number },
  prefix: string,
  newId: () => string,
  nowMs: number,
): readonly PolicyAlarm[] {
  const alarm = (name: string, comparison: Comparison, threshold: number, count: number) =>
    new Alarm(
      {
        name: `${prefix}-${name}-${newId()}`,
        comparison,
        threshold,
        evaluationPeriods: count,
        datapointsToAlarm: count,
      },
      nowMs,
    );
  const high = alarm('AlarmHigh', 'GreaterThanThreshold', target, highCount);
  const { lowCount, lowSeconds } = watched.low.metric;
  const highPeriods = periodsOf(watched.high.metric.highSeconds * secondMs, watched.high.store);
  const lowPeriods = periodsOf(lowSeconds * secondMs, watched.low.store);
  const low = alarm('AlarmLow', 'LessThanThreshold', 0.9 * target, lowCount);
  const actedAtMs = Number.NEGATIVE_INFINITY;
  return [
    { ...watched.high, direction: 'out', alarm: high, periods: highPeriods, actedAtMs },
    { ...watched.low, direction: 'in', alarm: low, periods: lowPeriods, actedAtMs },
  ];
}

/** What evaluating an alarm takes, whoever owns it. */
export interface EvaluatedAlarm extends Pick<PolicyAlarm, 'alarm' | 'store' | 'periods'> {
  readonly metric: { readonly name: string; readonly statistic: string };
  /** False for an alarm on a metric that does not exist: its periods pass without data. */
  readonly exists?: boolean;
  readonly actedAtMs: number;
}

export interface Evaluation {
  readonly transition: AlarmTransition | undefined;
  /** The newest datapoint, when the alarm is in ALARM and due to act on it. */
  readonly actOn: number | undefined;
  /** The newest datapoint of the evaluated window. */
  readonly newest: number | undefined;
}

/**
 * Evaluates an alarm when the base period `index` becomes visible; undefined while the alarm's own,
 * longer period is incomplete.
 *
 * @param repeatMs interval at which an alarm that stays in ALARM acts again: its own period. A policy on
 *   a high-resolution metric was recorded to try every 10 s.
 */
export function evaluateAlarm(
  { alarm, metric, store, periods, exists = true, actedAtMs }: EvaluatedAlarm,
  index: number,
  { nowMs, repeatMs }: { nowMs: number; repeatMs: number },
): Evaluation | undefined {
  if ((index + 1) % periods !== 0) return undefined;
  const first = index - alarm.definition.evaluationPeriods * periods + 1;
  const window: (number | undefined)[] = [];
  for (let i = first + periods - 1; i <= index; i += periods) {
    const published = exists && store.publishes(metric.name);
    window.push(published ? trackedValue(metric, store, i, periods) : undefined);
  }
  const transition = alarm.evaluate(
    window,
    store.startOf(first),
    nowMs,
    periods * store.basePeriodMs,
  );
  // Half a millisecond of tolerance: a base period need not be a whole number of milliseconds.
  const due = transition !== undefined || nowMs >= actedAtMs + repeatMs - 0.5;
  const newest = window.findLast((value) => value !== undefined);
  return { transition, actOn: alarm.state === 'ALARM' && due ? newest : undefined, newest };
}

/**
 * Injected fault: a high alarm on a different metric from the one the policy tracks. It watches counts
 * as sums and everything else as averages.
 */
export function mistakenAlarm(
  name: FaultSettings['alarmMetric'],
  stores: readonly MetricsStore[],
): AlarmSource | undefined {
  const store = stores.find(({ definitions }) => name !== undefined && name in definitions);
  if (name === undefined || !store) return undefined;
  const statistic = store.definitions[name]?.unit === 'None' ? 'Sum' : 'Average';
  return { metric: { name, statistic, highSeconds: 60, lowSeconds: 60, lowCount: 15 }, store };
}
