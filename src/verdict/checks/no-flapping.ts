/** Judges how often the instance count changed direction while the load ran. */
import type { Analysis } from '../../analysis/analyse.ts';
import { reversalsDuring } from '../../analysis/reversals.ts';
import { hasInstances } from '../../analysis/serving.ts';
import { counted } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { polledToTheEnd } from './polled-to-the-end.ts';

const { reasons, passed, failed, inconclusive, notApplicable, notAsked } = resultsWith({
  // What came after the last poll may have turned round.
  ok: { status: 'pass', restsOn: { load: true, aws: (analysis) => !polledToTheEnd(analysis) } },
  'no-instances': { status: 'skipped' },
  'no-samples': { status: 'inconclusive', restsOn: { load: true } },
  'no-endpoint-data': { status: 'inconclusive', restsOn: { aws: true } },
  'target-lost': { status: 'inconclusive' },
  // A load that comes in gusts makes a policy flap.
  flapping: { status: 'fail' },
});

export const noFlapping = defineCheck({
  id: 'no-flapping',
  expectation: 'flapping',
  title: 'Did not flap',
  question: 'Did the policy change its mind while the load ran?',
  group: 'scaling',
  toldBy: 'aws',
  // Nobody need ask for it, so it must not keep a load that was sent before from passing.
  withoutCounts: 'skipped',
  headline: { failed: 'Scaled back and forth' },
  reasons,
  judge,
});

function judge({ expect, evidence, events, loadSpan, loss, serving }: Analysis) {
  if (expect.flapping === undefined) return notAsked('flapping');
  const { maxReversals } = expect.flapping;
  if (!hasInstances(serving)) {
    return notApplicable(
      'no-instances',
      serving.kind === 'serverless'
        ? 'A serverless variant has no instances whose count could go back and forth.'
        : 'The endpoint reports no instance count that could go back and forth.',
    );
  }
  const limit = {
    limit: `at most ${counted(maxReversals, 'change')} of direction`,
    limitValue: quantity(maxReversals, 'changes'),
  };
  if (!evidence.points.some((point) => point.current !== null) || loadSpan === null) {
    return inconclusive(loadSpan === null ? 'no-samples' : 'no-endpoint-data', {
      observed: 'no instance counts during load',
      ...limit,
      message: 'No poll told the instances in service while load ran.',
      n: 0,
    });
  }
  const { events: during, reversals, path } = reversalsDuring(events, loadSpan);
  const finding = {
    observed: `${counted(reversals, 'change')} of direction in ${counted(during.length, 'scaling event')} during the load`,
    observedValue: quantity(reversals, 'changes'),
    ...limit,
    n: during.length,
  };
  if (reversals > maxReversals) {
    return failed('flapping', {
      ...finding,
      message: `The instance count went ${path.join(', ')} while the load ran. Lengthen the scale-in cooldown, or move the target away from what one instance less would carry.`,
    });
  }
  if (loss !== null) {
    return inconclusive('target-lost', {
      ...finding,
      message: 'The target stopped answering: what the policy would have done is not known.',
    });
  }
  return passed({ ...finding, message: 'The policy kept its direction while the load ran.' });
}
