/** Judges how long the rate was held: sent, answered, and with enough instances in service. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { triedSpan } from '../../analysis/held-rate.ts';
import { hasInstances } from '../../analysis/serving.ts';
import type { Span } from '../../analysis/span.ts';
import { edgeSeconds } from '../../analysis/stages/stage-moment.ts';
import { percent, rate, seconds, secondsWithError } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { higherMaximum } from '../raise-maximum.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { lossInWords } from './errors.ts';
import { loadNeedsFewer } from './load-needs-fewer.ts';
import { isForLoad, whyNotExpected } from './scale-out-due.ts';
import { OPEN_SCALE_OUT } from './scaled-out-reasons.ts';
import { dueMs } from './when-due.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_SCALE_OUT,
  'target-lost': { status: 'inconclusive', retryable: false },
  interrupted: { status: 'inconclusive', retryable: false },
  'within-measuring-error': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  'plan-too-short': { status: 'inconclusive', retryable: false, restsOn: { load: true } },
  'rate-not-sent': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  'rate-not-answered': {
    status: 'fail',
    restsOn: { load: true },
    stands: 'at-connection-limit',
  },
  'not-enough-instances': { status: 'fail', restsOn: { load: true, aws: true } },
});

export const reachedRate = defineCheck({
  id: 'reached-rate',
  expectation: 'reachedRate',
  title: 'Held the rate',
  question: 'Was the rate sent, answered and served by enough instances for long enough?',
  group: 'scaling',
  dataFrom: 'callers',
  dependsOn: ({ expect }) => ((expect.reachedRate?.minInstances ?? 1) > 1 ? ['counts'] : []),
  lastEvidence: 'load',
  // Answers prove one instance, whose ever it is.
  judgesDataOf: ({ expect }) => ((expect.reachedRate?.minInstances ?? 1) > 1 ? ['sagemaker'] : []),
  headline: {
    failed: 'Did not hold the rate',
    passed: ({ observedValue }, { expect }) =>
      `held ${rate(expect.reachedRate?.rps ?? 0)} for ${seconds(observedValue?.value ?? 0)}`,
  },
  reasons,
  judge,
});

function judge(analysis: Analysis) {
  const { expect, held, ended, loss, totals, tool, serving, loadSpan } = analysis;
  const goal = expect.reachedRate;
  if (goal === undefined || held === null) return notAsked('reachedRate');
  const words = fleetWords(analysis.evidence);
  const longest = held.held?.seconds ?? 0;
  const plusMinus = edgeSeconds(analysis.evidence.timeResolutionMs);
  const details = {
    observed: `held for ${secondsWithError(longest, plusMinus)}`,
    limit: `${rate(goal.rps)} (within ${percent(goal.tolerance)}) for ${seconds(goal.holdSeconds)}${hasInstances(serving) ? ` on at least ${words.counted(goal.minInstances)}` : ''}`,
    observedValue: quantity(longest, 'seconds'),
    limitValue: quantity(goal.holdSeconds, 'seconds'),
    n: held.held?.load.reduce((sum, second) => sum + second.sent, 0) ?? 0,
  };
  const { planned, sent, answered, manned } = held.spans;
  const cannotTell = (
    reason: Parameters<typeof inconclusive>[0],
    when: Span | null,
    message: string,
  ) => inconclusive(reason, { ...details, when, message });
  if (longest - plusMinus >= goal.holdSeconds) {
    return passed({
      ...details,
      when: triedSpan(held),
      message: 'The rate was sent, answered and held.',
    });
  }
  if (longest + plusMinus >= goal.holdSeconds) {
    return cannotTell(
      'within-measuring-error',
      triedSpan(held),
      `The times of the samples are whole seconds, so the rate was held for ${secondsWithError(longest, plusMinus)}, which decides nothing about ${seconds(goal.holdSeconds)}. Let ${tool === null ? 'the tool' : tool.name} write milliseconds, or hold the rate for longer.`,
    );
  }
  if (loss !== null) {
    return cannotTell(
      'target-lost',
      loss.span,
      `${lossInWords(loss)} The rate had not been held by then.`,
    );
  }
  if (ended !== 'completed') {
    return cannotTell(
      'interrupted',
      triedSpan(held) ?? loadSpan,
      'The run ended before the rate was held.',
    );
  }
  if (held.planned < goal.holdSeconds) {
    return cannotTell(
      'plan-too-short',
      planned ?? loadSpan,
      `${tool === null ? 'The plan holds' : 'The samples show'} ${rate(goal.rps)} for only ${seconds(held.planned)}. Lengthen the phase, or lower \`holdSeconds\`.`,
    );
  }
  if (held.sent < goal.holdSeconds) {
    return cannotTell(
      'rate-not-sent',
      planned,
      `The generator kept up ${rate(goal.rps)} for only ${seconds(held.sent)}${
        totals.connectionLimitHits > 0
          ? ': sends waited for connections that a slow target held. Raise `maxConnections`, or find out why the target is slow.'
          : ', so the target was not tested. Give the generator more CPU or more workers.'
      }`,
    );
  }
  if (held.answered < goal.holdSeconds) {
    return failed('rate-not-answered', {
      ...details,
      when: sent,
      message: `${rate(goal.rps)} was sent for ${seconds(held.sent)} but answered with predictions for only ${seconds(held.answered)}. Check the errors and the queue in front of the ${serving.kind === 'unwatched' ? 'target' : words.many}.`,
    });
  }
  if (!hasInstances(serving)) {
    return cannotTell(
      'no-instances',
      answered,
      'The rate was sent and answered. The variant has no instances, so `minInstances` cannot be met. Remove it.',
    );
  }
  if (held.heldAtMost >= goal.holdSeconds) {
    return cannotTell(
      'no-endpoint-data',
      answered,
      `The rate was sent and answered, but for some of that time no poll returned the ${words.one} count.`,
    );
  }
  if (held.manned >= goal.holdSeconds) {
    return failed('rate-not-answered', {
      ...details,
      when: manned,
      message: `With ${words.counted(goal.minInstances)} in service, ${rate(goal.rps)} were sent for ${seconds(held.manned)} and answered with predictions for ${seconds(longest)}. ${higherMaximum(analysis) ?? `Check the errors, and the queue in front of the ${words.many}.`}`,
    });
  }
  const because = whyNotExpected(analysis);
  if (because !== null && !isForLoad(because)) {
    return cannotTell(
      because,
      answered,
      `The rate was sent and answered by fewer ${words.many}, but it is unclear whether more should have come in time (${because}).`,
    );
  }
  const fewer = loadNeedsFewer(analysis, goal.minInstances);
  if (fewer !== null) return cannotTell('load-needs-fewer', answered, fewer);
  const due = dueMs(analysis, goal.minInstances);
  const left = due === null ? Number.POSITIVE_INFINITY : held.sentAfter(due);
  if (left < goal.holdSeconds) {
    return cannotTell(
      'plan-too-short',
      answered,
      `The rate was sent and answered, but only ${seconds(left)} of it were left once ${words.counted(goal.minInstances)} were due. Hold the rate for longer.`,
    );
  }
  return failed('not-enough-instances', {
    ...details,
    when: answered,
    message: `The rate was sent and answered for ${seconds(held.answered)}, but with ${words.counted(goal.minInstances)} in service for only ${seconds(longest)}. ${higherMaximum(analysis) ?? 'Scale out sooner, or hold the rate for longer.'}`,
  });
}
