/** Judges for how long the rate was held: sent, answered, and on enough instances. */
import type { Analysis } from '../../analysis/analyse.ts';
import { hasInstances } from '../../analysis/serving.ts';
import { counted, percent, rate, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { lossInWords } from './errors.ts';
import { whyNotDue } from './scale-out-due.ts';
import { OPEN_SCALE_OUT } from './scaled-out-reasons.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  ...OPEN_SCALE_OUT,
  'target-lost': { status: 'inconclusive' },
  interrupted: { status: 'inconclusive' },
  'plan-too-short': { status: 'inconclusive', restsOn: { load: true } },
  'rate-not-sent': { status: 'inconclusive', restsOn: { load: true } },
  'rate-not-answered': {
    status: 'fail',
    restsOn: { load: true },
    stands: 'for-want-of-connections',
  },
  'not-enough-instances': { status: 'fail', restsOn: { load: true, aws: true } },
});

export const reachedRate = defineCheck({
  id: 'reached-rate',
  expectation: 'reachedRate',
  title: 'Held the rate',
  question: 'Was the rate sent, answered and carried by enough instances, for long enough?',
  group: 'scaling',
  toldBy: 'callers',
  headline: {
    failed: 'Did not hold the rate',
    passed: ({ observedValue }, { expect }) =>
      `held ${rate(expect.reachedRate?.rps ?? 0)} for ${seconds(observedValue?.value ?? 0)}`,
  },
  reasons,
  judge,
});

function judge(analysis: Analysis) {
  const { expect, held, ended, loss, totals, serving } = analysis;
  const goal = expect.reachedRate;
  if (goal === undefined || held === null) return notAsked('reachedRate');
  const longest = held.held?.seconds ?? 0;
  const finding = {
    observed: `held for ${seconds(longest)}`,
    limit: `${rate(goal.rps)} (within ${percent(goal.tolerance)}) for ${seconds(goal.holdSeconds)}${hasInstances(serving) ? ` on at least ${counted(goal.minInstances, 'instance')}` : ''}`,
    observedValue: quantity(longest, 'seconds'),
    limitValue: quantity(goal.holdSeconds, 'seconds'),
    n: held.held?.load.reduce((sum, second) => sum + second.sent, 0) ?? 0,
  };
  const cannotTell = (reason: Parameters<typeof inconclusive>[0], message: string) =>
    inconclusive(reason, { ...finding, message });
  if (longest >= goal.holdSeconds) {
    return passed({ ...finding, message: 'The rate was sent, answered and held.' });
  }
  if (loss !== null) {
    return cannotTell('target-lost', `${lossInWords(loss)} The rate was not held before.`);
  }
  if (ended !== 'completed') {
    return cannotTell('interrupted', 'The run ended early, before the rate was held.');
  }
  if (held.planned < goal.holdSeconds) {
    return cannotTell(
      'plan-too-short',
      `The plan asks for ${rate(goal.rps)} for ${seconds(held.planned)} only: lengthen the phase, or lower \`holdSeconds\`.`,
    );
  }
  if (held.sent < goal.holdSeconds) {
    return cannotTell(
      'rate-not-sent',
      `The generator kept up ${rate(goal.rps)} for ${seconds(held.sent)} only${
        totals.connectionLimitHits > 0
          ? ': sends waited for connections that a slow target kept. Raise `maxConnections`, or look at why it is slow.'
          : ', so the target was not put to the test. Give the generator more CPU or more workers.'
      }`,
    );
  }
  if (held.answered < goal.holdSeconds) {
    return failed('rate-not-answered', {
      ...finding,
      message: `${rate(goal.rps)} were sent for ${seconds(held.sent)} and answered with predictions for ${seconds(held.answered)}. Look at the errors, and at the queue before the instances.`,
    });
  }
  if (!hasInstances(serving)) {
    return cannotTell(
      'no-instances',
      'The rate was sent and answered. The variant has no instances, so `minInstances` cannot be met: take it out.',
    );
  }
  if (held.heldAtMost >= goal.holdSeconds) {
    return cannotTell(
      'no-endpoint-data',
      'The rate was sent and answered; for some of that time no poll tells how many instances were in service.',
    );
  }
  const because = whyNotDue(analysis);
  if (because !== null) {
    return cannotTell(
      because,
      `The rate was sent and answered, by fewer instances; whether more were due in time cannot be told (${because}).`,
    );
  }
  return failed('not-enough-instances', {
    ...finding,
    message: `The rate was sent and answered for ${seconds(held.answered)}, but with ${counted(goal.minInstances, 'instance')} in service for ${seconds(longest)} only. Scale out sooner, or hold the rate for longer.`,
  });
}
