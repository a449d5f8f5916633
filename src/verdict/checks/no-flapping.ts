/** Did the policy change its mind while the load ran? */
import type { Analysis } from '../../analysis/analyse.ts';
import { counted } from '../amounts.ts';
import { failed, inconclusive, passed } from '../check-details.ts';
import type { Check, ScalingEvent } from '../verdict.ts';

export function noFlapping({ expect, evidence, events, loadSpan, loss }: Analysis): Check {
  const id = 'no-flapping';
  const { maxReversals } = expect.flapping;
  const limit = `at most ${counted(maxReversals, 'change')} of direction`;
  if (!evidence.points.some((point) => point.current !== null) || loadSpan === null) {
    return inconclusive(id, loadSpan === null ? 'no-samples' : 'no-endpoint-data', {
      observed: 'no instance counts during load',
      limit,
      message: 'No poll told the instances in service while load ran.',
      n: 0,
    });
  }
  const during = events.filter((event) => {
    const atMs = changedAtMs(event);
    return atMs !== null && atMs >= loadSpan.fromMs && atMs < loadSpan.toMs;
  });
  let reversals = 0;
  for (const [index, event] of during.entries()) {
    if (index > 0 && during[index - 1]!.direction !== event.direction) reversals += 1;
  }
  const finding = {
    observed: `${counted(reversals, 'change')} of direction in ${counted(during.length, 'scaling event')} during the load`,
    limit,
    value: reversals,
    n: during.length,
  };
  if (reversals > maxReversals) {
    const path = [during[0]!.fromInstances, ...during.map((event) => event.toInstances)];
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

function changedAtMs(event: ScalingEvent): number | null {
  const atMs = (id: string) => event.stages.find((stage) => stage.id === id)?.atMs ?? null;
  return atMs('desired-changed') ?? atMs('in-service');
}
