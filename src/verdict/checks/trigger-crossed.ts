/** Judges whether the load crossed the threshold at which the policy scales out. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { countedPoints } from '../../analysis/instance-counts.ts';
import { hasInstances } from '../../analysis/serving.ts';
import type { Span } from '../../analysis/span.ts';
import { isRecorded, seriesOf, type TriggerRule } from '../../analysis/tracked-metric.ts';
import { unitOf } from '../../aws/target-tracking.ts';
import { count, counted, level, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, inconclusive, notAsked } = resultsWith({
  'no-instances': { status: 'inconclusive', retryable: false },
  'no-policy': { status: 'inconclusive', retryable: false, restsOn: { aws: true } },
  'no-target-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: [...APIS.policies, ...APIS.alarms] },
    restsOn: { aws: true },
  },
  'no-metric-data': {
    status: 'inconclusive',
    retryable: { unlessDenied: APIS.metrics },
    restsOn: { aws: true },
  },
  'target-lost': { status: 'inconclusive', retryable: false },
  'trigger-not-crossed': { status: 'inconclusive', retryable: false, restsOn: { aws: true } },
});

export const triggerCrossed = defineCheck({
  id: 'trigger-crossed',
  title: 'Trigger was crossed',
  question: 'Was the load high enough to trigger a scale-out?',
  group: 'experiment',
  dataFrom: 'aws',
  dependsOn: ['metrics', 'scaling'],
  lastEvidence: 'metrics',
  judgesDataOf: () => ['sagemaker'],
  headline: { failed: 'The trigger was not crossed' },
  reasons,
  judge,
});

/** Never fails: too little load says nothing about the target. */
function judge(analysis: Analysis) {
  const { trigger, expect, evidence, loss, loadSpan } = analysis;
  if (expect.scaledOut === undefined && expect.converged === undefined) {
    return notAsked('scaledOut');
  }
  switch (trigger.state) {
    case 'no-rule': {
      if (!hasInstances(analysis.serving)) {
        return inconclusive('no-instances', {
          observed: 'threshold unknown',
          limit: 'none',
          message:
            'The variant has no instances, so no policy scales it. Expect `concurrency` instead.',
          when: null,
        });
      }
      const gaps = gapsOf(evidence.aws, APIS.policies);
      return inconclusive(gaps.length > 0 ? 'no-target-data' : 'no-policy', {
        observed: 'threshold unknown',
        limit: 'unknown',
        message: whyUnseen(
          gaps,
          trigger.policySeen
            ? 'The scaling policy has no target value and none of its alarms were seen, so its threshold is unknown.'
            : 'No scaling policy was seen on the variant, so there is no threshold to cross. Attach a target-tracking policy.',
        ),
        when: null,
      });
    }
    case 'no-data':
      return inconclusive('no-metric-data', {
        observed: `no datapoint of ${trigger.rule.metric}`,
        ...limitOf(trigger.rule),
        message: isRecorded(trigger.rule)
          ? `${whyUnseen(
              gapsOf(evidence.aws, APIS.metrics),
              `CloudWatch has no datapoint of ${trigger.rule.metric} during the load.`,
            )} Check the endpoint and variant names, and keep watching until the metric is published.`
          : `The policy acts on ${trigger.rule.metric}${trigger.rule.namespace === undefined ? '' : ` of ${trigger.rule.namespace}`}, which is not recorded, and its alarm did not fire. Only a scale-out would show that the load crossed its threshold.`,
        when: loadSpan,
        n: 0,
      });
    case 'not-crossed': {
      const details = {
        observed: `highest ${trigger.rule.metric} ${level(trigger.highest)}; ${count(trigger.breaching)} of ${counted(trigger.datapoints, 'datapoint')} breached the threshold`,
        ...limitOf(trigger.rule),
        observedValue: quantity(trigger.highest, unitOf(trigger.rule.metric)),
        when: trigger.closest,
        n: trigger.datapoints,
      };
      if (loss !== null) {
        return inconclusive('target-lost', {
          ...details,
          when: loss.span,
          message: `The target stopped answering ${seconds(loss.second)} into the load, before the trigger was crossed.`,
        });
      }
      const unseen = unseenAtTheEnd(analysis);
      const unseenSeconds = unseen === null ? 0 : (unseen.toMs - unseen.fromMs) / 1_000;
      const gaps = gapsOf(evidence.aws, APIS.metrics);
      if (gaps.length > 0 && unseenSeconds > 2 * trigger.rule.periodSeconds) {
        return inconclusive('no-metric-data', {
          ...details,
          when: unseen,
          message: `${whyUnseen(gaps, '')} The last ${seconds(unseenSeconds)} of the load have no datapoint, so the trigger may have been crossed then.`,
        });
      }
      return inconclusive('trigger-not-crossed', {
        ...details,
        message: isEmptyThroughout(analysis)
          ? `With nothing in service ${trigger.rule.metric} counts nothing, so the policy never scales out from zero. Add a step-scaling policy with an alarm on NoCapacityInvocationFailures, or raise the minimum.`
          : `The load never crossed the policy’s threshold, so no scale-out was expected. Raise the rate or hold it longer (at least ${seconds(trigger.rule.periodSeconds * trigger.rule.datapointsToAlarm)}).`,
      });
    }
    case 'crossed':
      return passed({
        observed:
          trigger.by === 'alarm'
            ? `the alarm fired with ${counted(trigger.breaching, 'breaching datapoint')} on record`
            : `highest ${trigger.rule.metric} ${level(trigger.highest ?? 0)}; ${count(trigger.breaching)} of ${counted(trigger.datapoints, 'datapoint')} breached the threshold`,
        ...limitOf(trigger.rule),
        message:
          trigger.by === 'alarm'
            ? 'The alarm fired on fewer datapoints than its rule needs, as it does when others are missing, so the clock starts when it fired.'
            : 'The load crossed the policy’s threshold.',
        observedValue:
          trigger.highest === null ? null : quantity(trigger.highest, unitOf(trigger.rule.metric)),
        when: trigger.breach,
        n: trigger.datapoints,
      });
  }
}

function isEmptyThroughout({ evidence }: Analysis): boolean {
  const known = countedPoints(evidence.points);
  return known.length > 0 && known.every(({ current }) => current === 0);
}

/** The load after the last datapoint of the metric that the policy tracks; null where that reaches its end. */
function unseenAtTheEnd({ evidence, loadSpan }: Analysis): Span | null {
  const rule = evidence.outRule;
  const last = rule === null ? undefined : seriesOf(rule, evidence.series)?.points.at(-1);
  if (last === undefined || loadSpan === null || last.endMs >= loadSpan.toMs) return null;
  return { fromMs: last.endMs, toMs: loadSpan.toMs };
}

function limitOf(rule: TriggerRule) {
  return {
    limit: ruleInWords(rule),
    limitValue: quantity(rule.threshold, unitOf(rule.metric)),
  };
}

function ruleInWords(rule: TriggerRule): string {
  const words = `${rule.metric} breaching ${level(rule.threshold)} in ${count(rule.datapointsToAlarm)} of ${counted(rule.evaluationPeriods, 'period')} of ${seconds(rule.periodSeconds)}`;
  return rule.alarmName === null
    ? `${words} (the default rule: no alarm on this metric was seen)`
    : words;
}
