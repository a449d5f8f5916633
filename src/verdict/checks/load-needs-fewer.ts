/** Where a scenario asks for more instances than its own load needs: nothing the endpoint could do. */
import type { Analysis } from '../../analysis/analyse.ts';
import { counted, rate } from '../../format/numbers.js';

/** In words; null where the load did ask for so many under the policy, or it is not known. */
export function loadNeedsFewer({ demand }: Analysis, instances: number): string | null {
  if (demand === null || demand.most >= instances) return null;
  const needed = demand.rateFor(instances);
  const more =
    needed === null
      ? 'Send more'
      : `Send more than ${rate(needed)} (${rate(needed / (instances - 1))} per instance)`;
  return `The scenario expects ${counted(instances, 'instance')}, but its load needs only ${demand.most} under this policy. ${more} for longer than the alarm needs, lower the target, or expect fewer instances.`;
}
