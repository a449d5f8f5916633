/** Finds instance counts that went back and forth while the load ran. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { reversalsDuring, spanOfReversals } from '../../analysis/reversals.ts';
import { counted, figure } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { type Found, problem } from './finding.ts';

/** More reversals than the scenario allows. Says how much a scale-in raises the load of the remaining instances. */
export function flapping({ events, expect, loadSpan, evidence }: Analysis): readonly Found[] {
  if (loadSpan === null || expect.flapping === undefined) return [];
  const seen = reversalsDuring(events, loadSpan);
  if (seen.reversals <= expect.flapping.maxReversals) return [];
  const words = fleetWords(evidence);
  const back = seen.events.find((event) => event.direction === 'in');
  const loadPerInstance =
    back === undefined || back.toInstances === 0
      ? ''
      : ` Going from ${back.fromInstances} to ${back.toInstances} multiplies the load per ${words.one} by ${figure(back.fromInstances / back.toInstances)}, which takes it over the target again.`;
  return [
    problem('flapping', {
      message: `The ${words.one} count went ${seen.path.join(', ')} while the load ran: ${counted(seen.reversals, 'change')} of direction.${loadPerInstance}`,
      advice: `Lengthen the scale-in cooldown, or set the target so that one ${words.one} fewer still stays below it.`,
      value: quantity(seen.reversals, 'changes'),
      shownBy: evidence.aws.filter((one) => one.type === 'activity'),
      when: spanOfReversals(seen),
    }),
  ];
}
