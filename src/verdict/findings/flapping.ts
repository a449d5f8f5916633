/** Finds instance counts that went back and forth while the load ran. */
import type { Analysis } from '../../analysis/analyse.ts';
import { reversalsDuring } from '../../analysis/reversals.ts';
import { counted, figure } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { problem } from './finding.ts';

/** Beyond what the scenario allows. Says by how much each step back raises the load of the rest. */
export function flapping({ events, expect, loadSpan, evidence }: Analysis): readonly Finding[] {
  if (loadSpan === null || expect.flapping === undefined) return [];
  const seen = reversalsDuring(events, loadSpan);
  if (seen.reversals <= expect.flapping.maxReversals) return [];
  const back = seen.events.find((event) => event.direction === 'in');
  const raised =
    back === undefined || back.toInstances === 0
      ? ''
      : ` Going from ${back.fromInstances} to ${back.toInstances} raises the load of each that stays by a factor of ${figure(back.fromInstances / back.toInstances)}, which takes it over the target again.`;
  return [
    problem('flapping', {
      message: `The instance count went ${seen.path.join(', ')} while the load ran: ${counted(seen.reversals, 'change')} of direction.${raised}`,
      advice:
        'Lengthen the scale-in cooldown, or lower the target so far that one instance fewer still carries the load.',
      value: quantity(seen.reversals, 'changes'),
      shownBy: evidence.aws.filter((one) => one.type === 'activity'),
    }),
  ];
}
