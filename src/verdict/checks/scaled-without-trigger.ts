/** Judges a scale-out when nothing shows when the trigger was crossed. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import type { Sighting } from '../../analysis/instance-changes.ts';
import { type Span, spanBetween } from '../../analysis/span.ts';
import { seconds } from '../../format/numbers.js';
import type { Expectations } from '../../scenario/expectations.ts';
import { quantity } from '../quantity.ts';
import type { Details } from './definition.ts';
import { failed, inconclusive, passed } from './scaled-out-reasons.ts';

/**
 * The trigger cannot have been crossed before the load began, so the time since then is an upper bound:
 * a scale-out within the limit passes.
 */
export function scaledWithoutTrigger(
  { evidence, trigger, loadSpan }: Analysis,
  asked: NonNullable<Expectations['scaledOut']>,
  reached: Sighting | null,
  seen: Omit<Details, 'message' | 'when'>,
) {
  const words = fleetWords(evidence);
  const details = { ...seen, when: untilReached(asked, reached, loadSpan) };
  if (reached !== null && loadSpan !== null) {
    const took = (reached.poll.atMs - loadSpan.fromMs) / 1_000;
    if (took <= asked.withinSeconds) {
      return passed({
        ...details,
        observedValue: quantity(took, 'seconds'),
        limitValue: quantity(asked.withinSeconds, 'seconds'),
        observed: `${words.counted(reached.poll.current ?? 0)} in service ${seconds(took)} after the load began`,
        message: `The ${words.many} came into service in time, even counted from the start of the load.`,
      });
    }
  }
  const unread = gapsOf(evidence.aws, [...APIS.policies, ...APIS.alarms]);
  if (trigger.state === 'no-rule' && !trigger.policySeen && unread.length === 0) {
    if (reached === null) {
      return failed('no-policy', {
        ...details,
        message:
          'The variant has no scaling policy, so nothing will ever scale it. Register it as a scalable target and attach a target-tracking policy.',
      });
    }
  }
  return inconclusive(trigger.state === 'no-data' ? 'no-metric-data' : 'no-target-data', {
    ...details,
    message: `It is unknown when the trigger was crossed, so the duration of the scale-out is unknown too. ${whyUnseen(unread, 'See the check trigger-crossed.')}`,
  });
}

/** From the start of the load to the instances or, without them, the limit: no longer than the load. */
function untilReached(
  { withinSeconds }: NonNullable<Expectations['scaledOut']>,
  reached: Sighting | null,
  loadSpan: Span | null,
): Span | null {
  if (loadSpan === null) return null;
  const { fromMs, toMs } = loadSpan;
  return spanBetween(fromMs, reached?.poll.atMs ?? Math.min(fromMs + withinSeconds * 1_000, toMs));
}
