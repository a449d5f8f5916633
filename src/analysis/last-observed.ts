/** Finds the last reading of a setting: the scalable target, policy, function or endpoint. */
import type { AwsEvent, AwsEventOf } from '../record/aws-events.ts';

/** Events that repeat a reading: only the newest counts. */
type Readings = {
  [T in 'scalable-target' | 'policy' | 'function' | 'endpoint-config' | 'endpoint']: AwsEventOf<T>;
};

/** The newest by the local clock, whatever the order of events; null when there is none. */
export function lastObserved<T extends keyof Readings>(
  aws: readonly AwsEvent[],
  type: T,
): Readings[T] | null {
  let last: Readings[T] | null = null;
  for (const event of aws) {
    if (!isOf(event, type)) continue;
    if (last === null || event.atMs >= last.atMs) last = event;
  }
  return last;
}

function isOf<T extends keyof Readings>(event: AwsEvent, type: T): event is AwsEvent & Readings[T] {
  return event.type === type;
}
