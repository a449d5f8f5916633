/** Judges how long it took for enough instances to come into service after the trigger was crossed. */

import type { Analysis } from '../../analysis/analyse.ts';
import { type FleetWords, fleetWords } from '../../analysis/copies.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import type { Sighting } from '../../analysis/instance-changes.ts';
import {
  countedPoints,
  instanceExtremes,
  instancesAtStart,
} from '../../analysis/instance-counts.ts';
import { hasInstances } from '../../analysis/serving.ts';
import { spanBetween } from '../../analysis/span.ts';
import { count, seconds, secondsWithError } from '../../format/numbers.js';
import type { Expectations } from '../../scenario/expectations.ts';
import { quantity } from '../quantity.ts';
import { defineCheck, type Result } from './definition.ts';
import { loadNeedsFewer } from './load-needs-fewer.ts';
import { neverScaledOut } from './never-scaled-out.ts';
import { notByLoad } from './not-by-load.ts';
import { failed, inconclusive, notAsked, passed, reasons } from './scaled-out-reasons.ts';
import { scaledWithoutTrigger } from './scaled-without-trigger.ts';

export const scaledOut = defineCheck({
  id: 'scaled-out',
  expectation: 'scaledOut',
  title: 'Scaled out in time',
  question: 'Did enough instances come into service soon enough after the trigger was crossed?',
  group: 'scaling',
  dataFrom: 'aws',
  dependsOn: ['counts', 'metrics', 'scaling'],
  lastEvidence: 'metrics',
  judgesDataOf: () => ['sagemaker'],
  withoutCounts: 'inconclusive',
  headline: { failed: 'Did not scale out as expected', passed: scaledInWords },
  reasons,
  judge,
});

/**
 * The clock starts at the end of the first breaching period: before that nobody, not even AWS, can know
 * that the metric is above its target. It stops halfway between the poll that first saw the instances
 * in service and the one before it. A limit within the error of that time is neither met nor missed.
 */
function judge(analysis: Analysis) {
  const { expect, evidence, loadSpan, trigger } = analysis;
  const asked = expect.scaledOut;
  if (asked === undefined) return notAsked('scaledOut');
  const words = fleetWords(evidence);
  const limit = {
    limit: limitInWords(asked, words),
    limitValue: quantity(asked.atLeastInstances, 'instances'),
  };
  if (!hasInstances(analysis.serving)) {
    return inconclusive('no-instances', {
      observed: 'no instances to count',
      ...limit,
      message:
        'The variant has no instances, so none can come into service. Expect `concurrency`, `throttles` and `coldStarts` instead of `scaledOut`.',
      when: null,
      n: 0,
    });
  }
  const points = countedPoints(evidence.points);
  if (loadSpan === null || points.length === 0) {
    return inconclusive(loadSpan === null ? 'no-samples' : 'no-endpoint-data', {
      observed: 'no instance counts',
      ...limit,
      message:
        loadSpan === null
          ? 'There was no load, so no scale-out was expected.'
          : `${whyUnseen(gapsOf(evidence.aws, APIS.endpoint), `No poll returned the ${words.many} in service.`)} Check the endpoint and variant names and the permission sagemaker:DescribeEndpoint.`,
      when: loadSpan,
      n: 0,
    });
  }
  const start = instancesAtStart(points, loadSpan.fromMs);
  const badStart = wrongStart(asked, start, words);
  const most = points.reduce((highest, { current }) => Math.max(highest, current), 0);
  const details = {
    observed: `${words.counted(start)} at the start, ${most} at most`,
    observedValue: quantity(badStart === null ? most : start, 'instances'),
    ...limit,
    n: points.length,
  };
  if (badStart !== null) {
    const when = spanBetween(loadSpan.fromMs, loadSpan.fromMs);
    return inconclusive('wrong-start', { ...details, when, message: badStart });
  }
  const index = points.findIndex(
    (point) => point.atMs > loadSpan.fromMs && point.current >= asked.atLeastInstances,
  );
  const reached = index < 0 ? null : { poll: points[index]!, previous: points[index - 1] ?? null };
  const otherwise = reached === null ? null : notByLoad(analysis, asked, reached);
  if (otherwise !== null) {
    const when = spanBetween(loadSpan.fromMs, reached?.poll.atMs ?? loadSpan.toMs);
    return inconclusive('not-by-load', { ...details, when, message: otherwise });
  }
  if (trigger.state === 'crossed') {
    return reached === null
      ? neverScaledOut(analysis, asked, trigger.atMs, details)
      : inTime(analysis, asked, trigger, reached);
  }
  if (trigger.state === 'not-crossed') {
    return analysis.loss === null
      ? inconclusive('trigger-not-crossed', {
          ...details,
          when: trigger.closest,
          message: 'The load never crossed the trigger, so no scale-out was expected.',
        })
      : inconclusive('target-lost', {
          ...details,
          when: analysis.loss.span,
          message: 'The target stopped answering before the trigger was crossed.',
        });
  }
  return scaledWithoutTrigger(analysis, asked, reached, details);
}

function wrongStart(
  asked: NonNullable<Expectations['scaledOut']>,
  start: number,
  words: FleetWords,
): string | null {
  if (asked.fromInstances !== undefined && start !== asked.fromInstances) {
    return `The load began with ${words.counted(start)} in service; the scenario expects ${asked.fromInstances}. Wait for the last scale-in, or set the count, and run again.`;
  }
  if (start >= asked.atLeastInstances) {
    return `The load began with ${words.counted(start)} in service, which already meets the expectation. Scale in first, and run again.`;
  }
  return null;
}

function inTime(
  analysis: Analysis,
  asked: NonNullable<Expectations['scaledOut']>,
  trigger: { readonly atMs: number; readonly plusMinusMs: number; readonly earliestMs: number },
  reached: Sighting,
) {
  const { evidence, events, demand } = analysis;
  const words = fleetWords(evidence);
  const sinceMs = reached.previous?.atMs ?? reached.poll.atMs;
  const halfMs = (reached.poll.atMs - sinceMs) / 2;
  const took = Math.max(0, (reached.poll.atMs - halfMs - trigger.atMs) / 1_000);
  const plusMinus = (halfMs + trigger.plusMinusMs) / 1_000;
  const details = {
    observed: `${words.counted(reached.poll.current ?? 0)} in service ${secondsWithError(took, plusMinus)} after the trigger was crossed`,
    limit: limitInWords(asked, words),
    limitValue: quantity(asked.withinSeconds, 'seconds'),
    observedValue: quantity(took, 'seconds'),
    when: spanBetween(Math.min(trigger.atMs, sinceMs), reached.poll.atMs),
    n: evidence.points.length,
  };
  if (took + plusMinus <= asked.withinSeconds) {
    const unseen = (trigger.atMs - trigger.earliestMs) / 1_000;
    if (took + plusMinus + unseen <= asked.withinSeconds) {
      return passed({ ...details, message: `The ${words.many} came into service in time.` });
    }
    return inconclusive('no-metric-data', {
      ...details,
      message: `The ${seconds(unseen)} before the trigger have no datapoints, so it may have been crossed up to that much earlier, and the limit of ${seconds(asked.withinSeconds)} missed. Run it again.`,
    });
  }
  if (took - plusMinus > asked.withinSeconds) {
    const fewer = loadNeedsFewer(analysis, asked.atLeastInstances);
    if (fewer !== null) return inconclusive('load-needs-fewer', { ...details, message: fewer });
    const neededMs = demand?.since(asked.atLeastInstances) ?? trigger.atMs;
    const laterBy = (neededMs - trigger.atMs) / 1_000;
    // The first breach asks for one more instance; a load that keeps rising asks for the others later.
    if (took - laterBy - plusMinus <= asked.withinSeconds) {
      return inconclusive('needed-later', {
        ...details,
        message: `The load asked for ${words.counted(asked.atLeastInstances)} only ${seconds(laterBy)} after the trigger, and got them ${seconds(took - laterBy)} later. Ramp up faster, or allow for the ramp in \`withinSeconds\`.`,
      });
    }
    const event = events.find((one) => one.toInstances >= asked.atLeastInstances);
    const slowest = event?.stages
      .filter((stage) => stage.id !== 'latency-recovered')
      .toSorted(
        (left, right) => (right.secondsFromPrevious ?? 0) - (left.secondsFromPrevious ?? 0),
      )[0];
    return failed('too-slow', {
      ...details,
      message: `It took ${secondsWithError(took, plusMinus)} to bring ${words.counted(asked.atLeastInstances)} into service; the limit is ${seconds(asked.withinSeconds)}.${
        slowest?.secondsFromPrevious == null
          ? ''
          : ` The longest wait was for ${slowest.id} (${seconds(slowest.secondsFromPrevious)}): start there.`
      }`,
    });
  }
  const gaps = gapsOf(evidence.aws, APIS.endpoint, sinceMs, reached.poll.atMs);
  return inconclusive(gaps.length > 0 ? 'no-endpoint-data' : 'within-measuring-error', {
    ...details,
    message: `The limit of ${seconds(asked.withinSeconds)} is within the measurement error. ${whyUnseen(gaps, 'Poll more often, or move the limit.')}`,
  });
}

function limitInWords(asked: NonNullable<Expectations['scaledOut']>, words: FleetWords): string {
  return `at least ${words.counted(asked.atLeastInstances)} in service within ${seconds(asked.withinSeconds)} of the trigger`;
}

function scaledInWords(
  { observedValue }: Result,
  { evidence, loadSpan, expect, trigger }: Analysis,
): string {
  const points = countedPoints(evidence.points);
  const startMs = loadSpan?.fromMs ?? Number.NEGATIVE_INFINITY;
  const reached = points.find(
    ({ atMs, current }) => atMs > startMs && current >= (expect.scaledOut?.atLeastInstances ?? 0),
  );
  const from = instancesAtStart(points, startMs);
  const since = trigger.state === 'crossed' ? 'the trigger was crossed' : 'the load began';
  const met = reached?.current ?? from;
  const peak = instanceExtremes(points).peak ?? met;
  const later = peak > met ? `, later to ${count(peak)}` : '';
  return `scaled out from ${from} to ${fleetWords(evidence).counted(met)} ${seconds(observedValue?.value ?? 0)} after ${since}${later}`;
}
