/** Judges how often the instance count changed direction while the load ran. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { APIS } from '../../analysis/gaps.ts';
import { reversalsDuring, spanOfReversals } from '../../analysis/reversals.ts';
import { hasInstances } from '../../analysis/serving.ts';
import { counted } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { polledToTheEnd } from './polled-to-the-end.ts';

const { reasons, passed, failed, inconclusive, notApplicable, notAsked } = resultsWith({
  // The count may have changed direction after the last poll.
  ok: { status: 'pass', restsOn: { load: true, aws: (analysis) => !polledToTheEnd(analysis) } },
  'no-instances': { status: 'skipped' },
  'no-samples': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  'no-endpoint-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.endpoint },
    restsOn: { aws: true },
  },
  'target-lost': { status: 'inconclusive', retryable: false },
  // A bursty load makes a policy flap.
  flapping: { status: 'fail' },
});

export const noFlapping = defineCheck({
  id: 'no-flapping',
  expectation: 'flapping',
  title: 'Did not flap',
  question: 'Did the instance count go back and forth while the load ran?',
  group: 'scaling',
  dataFrom: 'aws',
  dependsOn: ['counts', 'scaling'],
  lastEvidence: 'metrics',
  judgesDataOf: () => ['sagemaker'],
  // It is on by default, so it must not stop the verdict on an earlier load from passing.
  withoutCounts: 'skipped',
  headline: { failed: 'Scaled back and forth' },
  reasons,
  judge,
});

function judge({ expect, evidence, events, loadSpan, loss, serving }: Analysis) {
  if (expect.flapping === undefined) return notAsked('flapping');
  const { maxReversals } = expect.flapping;
  const words = fleetWords(evidence);
  if (!hasInstances(serving)) {
    return notApplicable(
      'no-instances',
      serving.kind === 'serverless'
        ? 'A serverless variant has no instances to count.'
        : 'The endpoint reports no instance count.',
    );
  }
  const limit = {
    limit: `at most ${counted(maxReversals, 'change')} of direction`,
    limitValue: quantity(maxReversals, 'changes'),
  };
  if (!evidence.points.some((point) => point.current !== null) || loadSpan === null) {
    return inconclusive(loadSpan === null ? 'no-samples' : 'no-endpoint-data', {
      observed: `no ${words.one} counts during the load`,
      ...limit,
      message: `No poll returned the ${words.many} in service while the load ran.`,
      when: loadSpan,
      n: 0,
    });
  }
  const seen = reversalsDuring(events, loadSpan);
  const { events: during, reversals, path } = seen;
  const details = {
    observed: `${counted(reversals, 'change')} of direction in ${counted(during.length, 'scaling event')} during the load`,
    observedValue: quantity(reversals, 'changes'),
    ...limit,
    when: loadSpan,
    n: during.length,
  };
  if (reversals > maxReversals) {
    return failed('flapping', {
      ...details,
      when: spanOfReversals(seen),
      message: `The ${words.one} count went ${path.join(', ')} while the load ran. Lengthen the scale-in cooldown, or set the target so that one ${words.one} fewer still stays below it.`,
    });
  }
  if (loss !== null) {
    return inconclusive('target-lost', {
      ...details,
      when: loss.span,
      message: 'The target stopped answering, so what the policy would have done is unknown.',
    });
  }
  return passed({
    ...details,
    message: `The ${words.one} count did not go back and forth while the load ran.`,
  });
}
