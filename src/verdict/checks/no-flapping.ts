/** Did the policy change its mind while the load ran? */
import type { Analysis } from '../../analysis/analyse.ts';
import { reversalsDuring } from '../../analysis/reversals.ts';
import { hasInstances } from '../../analysis/serving.ts';
import { counted } from '../../format/numbers.js';
import { failed, inconclusive, passed, withoutObject } from '../check-details.ts';
import type { Check } from '../verdict.ts';

export function noFlapping({ expect, evidence, events, loadSpan, loss, serving }: Analysis): Check {
  const id = 'no-flapping';
  const { maxReversals } = expect.flapping;
  if (!hasInstances(serving)) {
    return withoutObject(
      id,
      'no-instances',
      serving.kind === 'serverless'
        ? 'A serverless variant has no instances whose count could go back and forth.'
        : 'The endpoint reports no instance count that could go back and forth.',
    );
  }
  const limit = `at most ${counted(maxReversals, 'change')} of direction`;
  if (!evidence.points.some((point) => point.current !== null) || loadSpan === null) {
    return inconclusive(id, loadSpan === null ? 'no-samples' : 'no-endpoint-data', {
      observed: 'no instance counts during load',
      limit,
      message: 'No poll told the instances in service while load ran.',
      n: 0,
    });
  }
  const { events: during, reversals, path } = reversalsDuring(events, loadSpan);
  const finding = {
    observed: `${counted(reversals, 'change')} of direction in ${counted(during.length, 'scaling event')} during the load`,
    limit,
    value: reversals,
    n: during.length,
  };
  if (reversals > maxReversals) {
    return failed(id, 'flapping', {
      ...finding,
      message: `The instance count went ${path.join(', ')} while the load ran. Lengthen the scale-in cooldown, or move the target away from what one instance less would carry.`,
    });
  }
  if (loss !== null) {
    return inconclusive(id, 'target-lost', {
      ...finding,
      message: 'The target stopped answering: what the policy would have done is not known.',
    });
  }
  return passed(id, { ...finding, message: 'The policy kept its direction while the load ran.' });
}
