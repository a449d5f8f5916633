/** Tells whether instances were due in time; only then is their absence held against the target. */
import type { Analysis } from '../../analysis/analyse.ts';
import { scaledOut } from './scaled-out.ts';
import type { OPEN_SCALE_OUT } from './scaled-out-reasons.ts';

/**
 * The reason for which a scale-out was not due, or cannot be told to have been; null when it was
 * due, or when the scenario does not ask for it and nothing speaks against it. Other checks that
 * rest on the instances are as inconclusive then: one cause must not turn up as a doubt here and
 * as a failure there.
 */
export function whyNotDue(analysis: Analysis): keyof typeof OPEN_SCALE_OUT | null {
  const result = scaledOut.judge(analysis);
  if (result.status === 'inconclusive') return result.reason;
  return analysis.trigger.state === 'not-crossed' ? 'trigger-not-crossed' : null;
}
