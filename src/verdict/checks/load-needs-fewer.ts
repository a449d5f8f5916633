/** Where a scenario asks for more instances than its own load needs: nothing the endpoint could do. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { rate } from '../../format/numbers.js';

/** In words; null where the load did ask for so many under the policy, or it is not known. */
export function loadNeedsFewer({ demand, evidence }: Analysis, instances: number): string | null {
  if (demand === null || demand.most >= instances) return null;
  const words = fleetWords(evidence);
  const needed = demand.rateFor(instances);
  const more =
    needed === null
      ? 'Send more'
      : `Send more than ${rate(needed)} (${rate(needed / (instances - 1))} per ${words.one})`;
  return `The scenario expects ${words.counted(instances)}, but its load needs only ${demand.most} under this policy. ${more} for longer than the alarm needs, lower the target, or expect fewer ${words.many}.`;
}
