/** Judges the tracked metric against its target at the end of the load. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import { APIS } from '../../analysis/gaps.ts';
import { countedPoints, surelyInService } from '../../analysis/instance-counts.ts';
import { spanBetween, spanOfPeriods } from '../../analysis/span.ts';
import { seriesOf, thresholdInWords } from '../../analysis/tracked-metric.ts';
import { unitOf } from '../../aws/target-tracking.ts';
import { level, percent, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { higherMaximum } from '../raise-maximum.ts';
import { defineCheck, resultsWith } from './definition.ts';
import { lossInWords } from './errors.ts';
import { isForLoad, whyNotExpected } from './scale-out-due.ts';
import { OPEN_SCALE_OUT } from './scaled-out-reasons.ts';
import { dueMs } from './when-due.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  // With more or less load the metric would have ended elsewhere.
  ok: { status: 'pass', restsOn: { load: true } },
  ...OPEN_SCALE_OUT,
  'no-target-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: [...APIS.policies, ...APIS.alarms] },
    restsOn: { aws: true },
  },
  'no-metric-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.metrics },
    restsOn: { load: true, aws: true },
  },
  'metric-not-final': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.metrics },
    restsOn: { aws: true },
  },
  'not-settled': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  interrupted: { status: 'inconclusive', retryable: false },
  // A generator that sends its backlog late raises the last periods, so this failure does not stand.
  'above-target': { status: 'fail', restsOn: { load: true } },
});

export const converged = defineCheck({
  id: 'converged',
  expectation: 'converged',
  title: 'Metric returned to target',
  question: 'Did the load end with the tracked metric back under its target?',
  group: 'scaling',
  dataFrom: 'aws',
  dependsOn: ['counts', 'metrics', 'scaling'],
  lastEvidence: 'metrics',
  judgesDataOf: () => ['sagemaker'],
  headline: { failed: 'Metric ended above its target' },
  reasons,
  judge,
});

/**
 * Uses the last two periods that lie entirely within the load, since a single one may be noise. It
 * fails when the last one is above the target. When only the one before it is, the metric has just come
 * back and may not stay: inconclusive.
 */
function judge(analysis: Analysis) {
  const { expect, evidence, loadSpan, loss, ended, trigger } = analysis;
  if (expect.converged === undefined) return notAsked('converged');
  const rule = evidence.outRule;
  if (rule === null) {
    return inconclusive('no-target-data', {
      observed: 'target unknown',
      limit: 'unknown',
      message: 'Neither an alarm nor a policy gives the target of the tracked metric.',
      when: null,
    });
  }
  const { tolerance } = expect.converged;
  const bound = rule.threshold * (1 + tolerance);
  const unit = unitOf(rule.metric);
  const limit = {
    limit: `${rule.metric} of at most ${level(bound)} at the end of the load`,
    limitValue: quantity(bound, unit),
  };
  const within = (seriesOf(rule, evidence.series)?.points ?? []).filter(
    (point) =>
      loadSpan !== null && point.startMs >= loadSpan.fromMs && point.endMs <= loadSpan.toMs,
  );
  const last = within.at(-1);
  const before = within.at(-2);
  if (loss !== null) {
    return inconclusive('target-lost', {
      observed: last === undefined ? 'no datapoint' : `last ${level(last.value)}`,
      ...limit,
      message: `${lossInWords(loss)} The metric says nothing about scaling after that.`,
      when: loss.span,
    });
  }
  if (last === undefined || loadSpan === null) {
    return inconclusive('no-metric-data', {
      observed: 'no datapoint',
      ...limit,
      message: `No period of ${rule.metric} lies entirely within the load.`,
      when: loadSpan,
      n: 0,
    });
  }
  const details = {
    observed: `${rule.metric} of ${before === undefined ? '' : `${level(before.value)}, then `}${level(last.value)}`,
    observedValue: quantity(last.value, unit),
    ...limit,
    when: spanOfPeriods(before === undefined ? [last] : [before, last]),
    n: before === undefined ? 1 : 2,
  };
  const cannotTell = (reason: Parameters<typeof inconclusive>[0], message: string) =>
    inconclusive(reason, { ...details, message });
  // Up to two periods may be missing before "the end" is in doubt.
  const unseenSeconds = (loadSpan.toMs - last.endMs) / 1_000;
  if (unseenSeconds > 2 * rule.periodSeconds) {
    return inconclusive('no-metric-data', {
      ...details,
      message: `The last ${seconds(unseenSeconds)} of the load have no datapoint. Keep watching for longer after the load.`,
      when: spanBetween(last.endMs, loadSpan.toMs),
    });
  }
  if (ended !== 'completed') {
    return cannotTell('interrupted', 'The run ended before its plan did.');
  }
  if (last.value > bound) {
    const because = whyNotExpected(analysis);
    if (because !== null && !isForLoad(because)) {
      return cannotTell(
        because,
        `The metric ended above its target, but it is unclear whether a scale-out should have come by then (${because}).`,
      );
    }
    const early = endedBeforeDue(analysis, last.startMs, loadSpan.toMs);
    if (early !== null) return cannotTell('load-too-short', early);
    return failed('above-target', {
      ...details,
      message: `At the end of the load ${rule.metric} was ${percent(last.value / rule.threshold - 1)} above its ${thresholdInWords(rule)} of ${level(rule.threshold)}: too few ${fleetWords(evidence).many} were in service for this load. ${higherMaximum(analysis) ?? 'Check the maximum capacity, or hold the load for longer.'}`,
    });
  }
  if (!last.final) {
    return cannotTell(
      'metric-not-final',
      'The last datapoint was not final when watching ended and may still grow. Watch for longer.',
    );
  }
  if (before !== undefined && before.value > bound) {
    return cannotTell(
      'not-settled',
      'Only the last period is back under the target. Hold the load for a few more periods.',
    );
  }
  return passed({
    ...details,
    message:
      trigger.state === 'crossed'
        ? 'The tracked metric returned to below its target.'
        : 'The tracked metric ended under its target.',
  });
}

/** In words; null when one instance more than there were was due before the load ended, or it is unknown. */
function endedBeforeDue(analysis: Analysis, atMs: number, loadEndMs: number): string | null {
  const { demand, evidence } = analysis;
  const instances = surelyInService(countedPoints(evidence.points), atMs);
  if (demand === null || instances === null) return null;
  if (demand.since(instances + 1) === null) {
    return 'The metric ended above its target, but was not above it for as long as the alarm needs. Hold the load for longer.';
  }
  const due = dueMs(analysis, instances + 1);
  if (due === null || due <= loadEndMs) return null;
  return `The metric ended above its target, but the load ended before more than ${fleetWords(evidence).counted(instances)} were due. Hold it for ${seconds((due - loadEndMs) / 1_000)} longer.`;
}
