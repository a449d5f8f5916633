/** Judges how soon enough instances came into service after the trigger was crossed. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import type { Sighting } from '../../analysis/instance-changes.ts';
import {
  countedPoints,
  instanceExtremes,
  instancesAtStart,
} from '../../analysis/instance-counts.ts';
import { hasInstances } from '../../analysis/serving.ts';
import { count, counted, seconds, secondsWithError } from '../../format/numbers.js';
import type { Expectations } from '../../scenario/expectations.ts';
import { quantity } from '../quantity.ts';
import { defineCheck, type Result } from './definition.ts';
import { neverScaledOut } from './never-scaled-out.ts';
import { failed, inconclusive, notAsked, passed, reasons } from './scaled-out-reasons.ts';
import { scaledWithoutTrigger } from './scaled-without-trigger.ts';

export const scaledOut = defineCheck({
  id: 'scaled-out',
  expectation: 'scaledOut',
  title: 'Scaled out in time',
  question: 'Did enough instances come into service soon enough after the trigger was crossed?',
  group: 'scaling',
  toldBy: 'aws',
  withoutCounts: 'inconclusive',
  headline: { failed: 'Did not scale out as asked', passed: scaledInWords },
  reasons,
  judge,
});

/**
 * The clock starts at the end of the first breaching period, the first moment at which anyone,
 * AWS included, could know that the metric was above its target; it stops halfway between the
 * poll that first saw the instances in service and the one before it. A limit that lies within
 * the error of that time is neither kept nor missed.
 */
function judge(analysis: Analysis) {
  const { expect, evidence, loadSpan, trigger } = analysis;
  const asked = expect.scaledOut;
  if (asked === undefined) return notAsked('scaledOut');
  const limit = {
    limit: limitInWords(asked),
    limitValue: quantity(asked.atLeastInstances, 'instances'),
  };
  if (!hasInstances(analysis.serving)) {
    return inconclusive('no-instances', {
      observed: 'no instances to count',
      ...limit,
      message:
        'The variant has no instances, so none can come into service. Expect `concurrency`, `throttles` and `coldStarts` of it instead of `scaledOut`.',
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
          ? 'There was no load, so no scale-out was due.'
          : `${whyUnseen(gapsOf(evidence.aws, APIS.endpoint), 'No poll told the instances in service.')} Check the endpoint and variant names and the permission sagemaker:DescribeEndpoint.`,
      n: 0,
    });
  }
  const start = instancesAtStart(points, loadSpan.fromMs);
  const wrong = wrongStart(asked, start);
  const most = Math.max(...points.map((point) => point.current));
  const finding = {
    observed: `${counted(start, 'instance')} at the start, ${most} at most`,
    observedValue: quantity(wrong === null ? most : start, 'instances'),
    ...limit,
    n: points.length,
  };
  if (wrong !== null) return inconclusive('wrong-start', { ...finding, message: wrong });
  const index = points.findIndex(
    (point) => point.atMs > loadSpan.fromMs && point.current >= asked.atLeastInstances,
  );
  const reached = index < 0 ? null : { poll: points[index]!, previous: points[index - 1] ?? null };
  if (trigger.state === 'crossed') {
    return reached === null
      ? neverScaledOut(analysis, asked, trigger.atMs, finding)
      : inTime(analysis, asked, trigger, reached);
  }
  if (trigger.state === 'not-crossed') {
    return analysis.loss === null
      ? inconclusive('trigger-not-crossed', {
          ...finding,
          message: 'The load never crossed the trigger, so no scale-out was due.',
        })
      : inconclusive('target-lost', {
          ...finding,
          message: 'The target stopped answering before the trigger was crossed.',
        });
  }
  return scaledWithoutTrigger(analysis, asked, reached, finding);
}

function wrongStart(asked: NonNullable<Expectations['scaledOut']>, start: number): string | null {
  if (asked.fromInstances !== undefined && start !== asked.fromInstances) {
    return `The load began with ${counted(start, 'instance')} in service, the scenario wants ${asked.fromInstances}: wait for the last scale-in, or set the count, and run again.`;
  }
  if (start >= asked.atLeastInstances) {
    return `The load began with ${counted(start, 'instance')} in service, as many as should come into service: nothing was left to prove. Scale in first, and run again.`;
  }
  return null;
}

function inTime(
  { evidence, events }: Analysis,
  asked: NonNullable<Expectations['scaledOut']>,
  trigger: { readonly atMs: number; readonly plusMinusMs: number },
  reached: Sighting,
) {
  const sinceMs = reached.previous?.atMs ?? reached.poll.atMs;
  const halfMs = (reached.poll.atMs - sinceMs) / 2;
  const took = Math.max(0, (reached.poll.atMs - halfMs - trigger.atMs) / 1_000);
  const plusMinus = (halfMs + trigger.plusMinusMs) / 1_000;
  const finding = {
    observed: `${counted(reached.poll.current ?? 0, 'instance')} in service ${secondsWithError(took, plusMinus)} after the trigger was crossed`,
    limit: limitInWords(asked),
    limitValue: quantity(asked.withinSeconds, 'seconds'),
    observedValue: quantity(took, 'seconds'),
    n: evidence.points.length,
  };
  if (took + plusMinus <= asked.withinSeconds) {
    return passed({ ...finding, message: 'The instances came into service in time.' });
  }
  if (took - plusMinus > asked.withinSeconds) {
    const event = events.find((one) => one.toInstances >= asked.atLeastInstances);
    const slowest = event?.stages
      .filter((stage) => stage.id !== 'latency-recovered')
      .toSorted(
        (left, right) => (right.secondsFromPrevious ?? 0) - (left.secondsFromPrevious ?? 0),
      )[0];
    return failed('too-slow', {
      ...finding,
      message: `It took ${secondsWithError(took, plusMinus)} to ${counted(asked.atLeastInstances, 'instance')} in service, ${seconds(asked.withinSeconds)} are allowed.${
        slowest?.secondsFromPrevious == null
          ? ''
          : ` The longest wait was for ${slowest.id} (${seconds(slowest.secondsFromPrevious)}): begin there.`
      }`,
    });
  }
  const gaps = gapsOf(evidence.aws, APIS.endpoint, sinceMs, reached.poll.atMs);
  return inconclusive(gaps.length > 0 ? 'no-endpoint-data' : 'within-measuring-error', {
    ...finding,
    message: `The limit of ${seconds(asked.withinSeconds)} lies within the error of the measurement. ${whyUnseen(gaps, 'Poll more often, or set a limit further off.')}`,
  });
}

function limitInWords(asked: NonNullable<Expectations['scaledOut']>): string {
  return `at least ${counted(asked.atLeastInstances, 'instance')} in service within ${seconds(asked.withinSeconds)} of the trigger`;
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
  return `scaled out from ${from} to ${counted(met, 'instance')} ${seconds(observedValue?.value ?? 0)} after ${since}${later}`;
}
