/** A high alarm that watches another metric than the policy tracks: a fault. */
import type { FaultSettings } from './fault-settings.ts';
import type { MetricsStore } from './metrics-store.ts';
import type { AlarmSource } from './policy-alarms.ts';

/** Counts are watched as sums, everything else as an average. */
export function mistakenAlarm(
  name: FaultSettings['alarmMetric'],
  store: MetricsStore,
): AlarmSource | undefined {
  if (name === undefined) return undefined;
  const statistic = store.definitions[name]?.unit === 'None' ? 'Sum' : 'Average';
  return { metric: { name, statistic, highPeriods: 1, lowPeriods: 1 }, store };
}
