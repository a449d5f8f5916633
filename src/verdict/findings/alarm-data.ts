/** An alarm without data never acts, however high the load. */
import type { Analysis } from '../../analysis/analyse.ts';
import { toLocalMs } from '../../analysis/clock-offset.ts';
import { seconds } from '../../format/numbers.js';
import type { AwsEvent } from '../../record/aws-events.ts';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { problem } from './finding.ts';

/** Periods of load after which a high alarm has had the datapoints it needs, and some to spare. */
const GRACE_PERIODS = 6;

/**
 * The high alarm in INSUFFICIENT_DATA under load. At the start every new alarm is, until its first
 * datapoints are published: only what lasts beyond that counts, and for more than three periods.
 */
export function alarmInsufficientData({ evidence, loadSpan }: Analysis): readonly Finding[] {
  const rule = evidence.outRule;
  if (rule === null || rule.alarmName === null || loadSpan === null) return [];
  const periodMs = rule.periodSeconds * 1_000;
  const fromMs = loadSpan.fromMs + (rule.evaluationPeriods + GRACE_PERIODS) * periodMs;
  const states = statesOf(evidence.aws, rule.alarmName, (awsMs) =>
    toLocalMs(evidence.clock, awsMs),
  );
  let withoutMs = 0;
  const shownBy: AwsEvent[] = [];
  for (const [index, one] of states.entries()) {
    if (one.state !== 'INSUFFICIENT_DATA') continue;
    const untilMs = Math.min(states[index + 1]?.atMs ?? loadSpan.toMs, loadSpan.toMs);
    const overlapMs = untilMs - Math.max(one.atMs, fromMs);
    if (overlapMs <= 0) continue;
    withoutMs += overlapMs;
    shownBy.push(one.event);
  }
  if (withoutMs <= 3 * periodMs) return [];
  return [
    problem('alarm-insufficient-data', {
      message: `The high alarm was in INSUFFICIENT_DATA for ${seconds(withoutMs / 1_000)} of the load: in that state it never makes the policy act.`,
      advice:
        'Compare its metric, dimensions and period with what the endpoint publishes; the names of endpoint and variant must match to the letter.',
      value: quantity(withoutMs / 1_000, 'seconds'),
      shownBy,
    }),
  ];
}

interface State {
  readonly atMs: number;
  readonly state: string;
  readonly event: AwsEvent;
}

/** What was known of the alarm's state, in order: by polls and by its history. Local epoch ms. */
function statesOf(
  aws: readonly AwsEvent[],
  name: string,
  toLocal: (awsMs: number) => number,
): State[] {
  const states: State[] = [];
  for (const event of aws) {
    if (event.type === 'alarm' && event.name === name) {
      states.push({ atMs: event.atMs, state: event.state, event });
    }
    if (event.type === 'alarm-transition' && event.name === name) {
      states.push({ atMs: toLocal(event.timestampMs), state: event.to, event });
    }
  }
  return states.toSorted((left, right) => left.atMs - right.atMs);
}
