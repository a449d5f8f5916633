/** Finds a high alarm that stayed in INSUFFICIENT_DATA under load. */
import type { Analysis } from '../../analysis/analyse.ts';
import { toLocalMs } from '../../analysis/clock-offset.ts';
import { covering, type Span, spanBetween } from '../../analysis/span.ts';
import { seconds } from '../../format/numbers.js';
import type { AwsEvent } from '../../record/aws-events.ts';
import { quantity } from '../quantity.ts';
import { type Found, problem } from './finding.ts';

/** Periods of load after which a high alarm has its datapoints, with some to spare. */
const GRACE_PERIODS = 6;

/**
 * Every new alarm starts in INSUFFICIENT_DATA until its first datapoints are published. Only time in that
 * state after the grace periods counts, and only more than three periods of it.
 */
export function alarmInsufficientData({ evidence, loadSpan }: Analysis): readonly Found[] {
  const rule = evidence.outRule;
  if (rule === null || rule.alarmName === null || loadSpan === null) return [];
  const periodMs = rule.periodSeconds * 1_000;
  const fromMs = loadSpan.fromMs + (rule.evaluationPeriods + GRACE_PERIODS) * periodMs;
  const states = statesOf(evidence.aws, rule.alarmName, (awsMs) =>
    toLocalMs(evidence.clock, awsMs),
  );
  let insufficientMs = 0;
  const shownBy: AwsEvent[] = [];
  const spans: Span[] = [];
  for (const [index, one] of states.entries()) {
    if (one.state !== 'INSUFFICIENT_DATA') continue;
    const untilMs = Math.min(states[index + 1]?.atMs ?? loadSpan.toMs, loadSpan.toMs);
    const overlapMs = untilMs - Math.max(one.atMs, fromMs);
    if (overlapMs <= 0) continue;
    insufficientMs += overlapMs;
    shownBy.push(one.event);
    spans.push(spanBetween(Math.max(one.atMs, loadSpan.fromMs), untilMs));
  }
  if (insufficientMs <= 3 * periodMs) return [];
  return [
    problem('alarm-insufficient-data', {
      message: `The high alarm was in INSUFFICIENT_DATA for ${seconds(insufficientMs / 1_000)} of the load. In that state it never invokes the policy.`,
      advice:
        'Compare its metric, dimensions and period with what the endpoint publishes. Endpoint and variant names must match exactly.',
      value: quantity(insufficientMs / 1_000, 'seconds'),
      shownBy,
      when: covering(spans),
    }),
  ];
}

interface State {
  readonly atMs: number;
  readonly state: string;
  readonly event: AwsEvent;
}

/** The alarm's states in order, from polls and from its history. Local epoch ms. */
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
