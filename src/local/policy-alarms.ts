/** The two alarms a target-tracking policy owns. */
import { Alarm, type AlarmTransition } from './alarm.ts';
import type { Direction } from './autoscaler.ts';
import type { MetricsStore } from './metrics-store.ts';

export interface PolicyAlarm {
  readonly direction: Direction;
  readonly alarm: Alarm;
}

/**
 * Read off a real endpoint: 3 of 3 periods above the target, 15 of 15 below nine tenths of it.
 *
 * @param prefix names the variant, such as `TargetTracking-endpoint/EP/variant/V`
 */
export function alarmsFor(
  target: number,
  prefix: string,
  newId: () => string,
  nowMs: number,
): readonly PolicyAlarm[] {
  const high = new Alarm(
    {
      name: `${prefix}-AlarmHigh-${newId()}`,
      comparison: 'GreaterThanThreshold',
      threshold: target,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
    },
    nowMs,
  );
  const low = new Alarm(
    {
      name: `${prefix}-AlarmLow-${newId()}`,
      comparison: 'LessThanThreshold',
      threshold: 0.9 * target,
      evaluationPeriods: 15,
      datapointsToAlarm: 15,
    },
    nowMs,
  );
  return [
    { direction: 'out', alarm: high },
    { direction: 'in', alarm: low },
  ];
}

export interface Evaluation {
  readonly transition: AlarmTransition | undefined;
  /** The newest datapoint, when the alarm is in ALARM and has one to act on. */
  readonly actOn: number | undefined;
}

/** Evaluates an alarm on the periods up to and including `index`. */
export function evaluateAlarm(
  alarm: Alarm,
  store: MetricsStore,
  index: number,
  nowMs: number,
): Evaluation {
  const first = index - alarm.definition.evaluationPeriods + 1;
  const window: (number | undefined)[] = [];
  for (let i = first; i <= index; i++) {
    window.push(store.aggregate('InvocationsPerInstance', i)?.sum);
  }
  const transition = alarm.evaluate(window, store.startOf(first), nowMs);
  return { transition, actOn: alarm.state === 'ALARM' ? window.at(-1) : undefined };
}
