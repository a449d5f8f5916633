/** Tells whether a scale-out was to be expected in time: only then can missing instances be a failure. */
import type { Analysis } from '../../analysis/analyse.ts';
import { scaledOut } from './scaled-out.ts';
import type { OPEN_SCALE_OUT } from './scaled-out-reasons.ts';

/**
 * Why a scale-out was not expected, or may not have been. Null when it was expected, or when the scenario
 * does not ask for one and nothing contradicts it. Other checks that depend on the instances are then
 * inconclusive too: one cause must not be a doubt here and a failure there.
 */
export function whyNotExpected(analysis: Analysis): keyof typeof OPEN_SCALE_OUT | null {
  const result = scaledOut.judge(analysis);
  if (result.status === 'inconclusive') return result.reason;
  return analysis.trigger.state === 'not-crossed' ? 'trigger-not-crossed' : null;
}

/** The load asked for fewer than the scenario, or asked late: of another number it may be told all the same. */
export function isForLoad(reason: NonNullable<ReturnType<typeof whyNotExpected>>): boolean {
  return reason === 'load-needs-fewer' || reason === 'needed-later';
}
