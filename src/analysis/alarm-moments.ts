/** Finds when an alarm went into ALARM, from the best source available. */
import type { AlarmObservation, AwsEvent } from '../record/aws-events.ts';
import { type ClockOffset, clockPlusMinusSeconds, toLocalMs } from './clock-offset.ts';
import type { TriggerRule } from './tracked-metric.ts';

export interface AlarmMoment {
  /** Local epoch ms. */
  readonly atMs: number;
  readonly plusMinusSeconds: number | null;
  /** Null when the first poll already saw ALARM, so it is unknown how long before that it began. */
  readonly resolutionSeconds: number | null;
  readonly source: string;
}

/** AWS stamps state changes to the millisecond. */
const STAMP_SECONDS = 0.001;

/**
 * All times at which the rule's alarm went into ALARM, in order; of a rule without one, the alarms of that role.
 *
 * The best source is the alarm's history. Without it (denied, or lost in a gap) it is the time of the last
 * state change that polls returned; without that, halfway between the poll that first saw ALARM and the
 * poll before it.
 */
export function alarmMoments(
  aws: readonly AwsEvent[],
  role: 'high' | 'low',
  rule: TriggerRule | null,
  clock: ClockOffset,
): AlarmMoment[] {
  const named = rule?.alarmName ?? null;
  const polls = aws
    .filter((event): event is AlarmObservation => event.type === 'alarm')
    .filter((event) => (named === null ? event.role === role : event.name === named))
    .sort((left, right) => left.atMs - right.atMs);
  const names = new Set(named === null ? polls.map((poll) => poll.name) : [named]);
  const history = fromHistory(aws, role, names, clock);
  if (history.length > 0) return history;
  const stamped = fromStateChanges(polls, clock);
  return stamped.length > 0 ? stamped : fromPolls(polls);
}

function fromHistory(
  aws: readonly AwsEvent[],
  role: 'high' | 'low',
  names: ReadonlySet<string>,
  clock: ClockOffset,
): AlarmMoment[] {
  // If the alarms could not be read, recognise them by the names that target tracking gives them.
  const usualName = role === 'high' ? 'AlarmHigh' : 'AlarmLow';
  const stamps = new Set<number>();
  for (const event of aws) {
    if (event.type !== 'alarm-transition' || event.to !== 'ALARM') continue;
    if (names.size > 0 ? names.has(event.name) : event.name.includes(usualName)) {
      stamps.add(event.timestampMs);
    }
  }
  return stampedMoments(stamps, clock, 'alarm history');
}

function fromStateChanges(polls: readonly AlarmObservation[], clock: ClockOffset): AlarmMoment[] {
  const stamps = new Set<number>();
  for (const poll of polls) {
    if (poll.state === 'ALARM' && poll.stateUpdatedAtMs !== undefined) {
      stamps.add(poll.stateUpdatedAtMs);
    }
  }
  return stampedMoments(stamps, clock, 'alarm state');
}

function stampedMoments(
  stamps: ReadonlySet<number>,
  clock: ClockOffset,
  source: string,
): AlarmMoment[] {
  return [...stamps]
    .sort((left, right) => left - right)
    .map((stampMs) => ({
      atMs: toLocalMs(clock, stampMs),
      plusMinusSeconds: clockPlusMinusSeconds(clock),
      resolutionSeconds: STAMP_SECONDS,
      source,
    }));
}

function fromPolls(polls: readonly AlarmObservation[]): AlarmMoment[] {
  const moments: AlarmMoment[] = [];
  for (const [index, poll] of polls.entries()) {
    const previous = polls[index - 1];
    if (poll.state !== 'ALARM' || previous?.state === 'ALARM') continue;
    const waitMs = previous === undefined ? null : poll.atMs - previous.atMs;
    moments.push({
      atMs: poll.atMs - (waitMs ?? 0) / 2,
      plusMinusSeconds: waitMs === null ? null : waitMs / 2_000,
      resolutionSeconds: waitMs === null ? null : waitMs / 1_000,
      source: 'DescribeAlarms poll',
    });
  }
  return moments;
}
