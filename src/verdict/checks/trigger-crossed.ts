/** Judges whether the load crossed the level at which the policy acts. */
import type { Analysis } from '../../analysis/analyse.ts';
import { APIS, gapsOf, whyUnseen } from '../../analysis/gaps.ts';
import { hasInstances } from '../../analysis/serving.ts';
import { seriesOf, type TriggerRule } from '../../analysis/tracked-metric.ts';
import { unitOf } from '../../aws/target-tracking.ts';
import { count, counted, level, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, inconclusive, notAsked } = resultsWith({
  'no-instances': { status: 'inconclusive' },
  'no-policy': { status: 'inconclusive', restsOn: { aws: true } },
  'no-target-data': { status: 'inconclusive', restsOn: { aws: true } },
  'no-metric-data': { status: 'inconclusive', restsOn: { aws: true } },
  'target-lost': { status: 'inconclusive' },
  'trigger-not-crossed': { status: 'inconclusive', restsOn: { aws: true } },
});

export const triggerCrossed = defineCheck({
  id: 'trigger-crossed',
  title: 'Trigger was crossed',
  question: 'Was the load such that a scale-out is due at all?',
  group: 'experiment',
  toldBy: 'aws',
  headline: { failed: 'The trigger was not crossed' },
  reasons,
  judge,
});

/** Never fails: a load too small says nothing about the target. */
function judge(analysis: Analysis) {
  const { trigger, expect, evidence, loss } = analysis;
  if (expect.scaledOut === undefined && expect.converged === undefined) {
    return notAsked('scaledOut');
  }
  switch (trigger.state) {
    case 'no-rule': {
      if (!hasInstances(analysis.serving)) {
        return inconclusive('no-instances', {
          observed: 'no threshold known',
          limit: 'none',
          message:
            'The variant has no instances, so no policy scales them and nothing triggers one. Expect `concurrency` of it instead.',
        });
      }
      const gaps = gapsOf(evidence.aws, APIS.policies);
      return inconclusive(gaps.length > 0 ? 'no-target-data' : 'no-policy', {
        observed: 'no threshold known',
        limit: 'unknown',
        message: whyUnseen(
          gaps,
          trigger.policySeen
            ? 'The scaling policy names no target and no alarm of it was seen, so nothing tells when it acts.'
            : 'No scaling policy was seen on the variant, so nothing tells when it should scale. Attach a target-tracking policy.',
        ),
      });
    }
    case 'no-data':
      return inconclusive('no-metric-data', {
        observed: `no datapoint of ${trigger.rule.metric}`,
        ...limitOf(trigger.rule),
        message: `${whyUnseen(
          gapsOf(evidence.aws, APIS.metrics),
          `CloudWatch showed no datapoint of ${trigger.rule.metric} during the load.`,
        )} Check the endpoint and variant names, and that watching outlasts the metric's delay.`,
        n: 0,
      });
    case 'not-crossed': {
      const finding = {
        observed: `highest ${trigger.rule.metric} ${level(trigger.highest)}; ${count(trigger.breaching)} of ${counted(trigger.datapoints, 'datapoint')} over the threshold`,
        ...limitOf(trigger.rule),
        observedValue: quantity(trigger.highest, unitOf(trigger.rule.metric)),
        n: trigger.datapoints,
      };
      if (loss !== null) {
        return inconclusive('target-lost', {
          ...finding,
          message: `The target stopped answering ${seconds(loss.second)} into the load, before the trigger was crossed.`,
        });
      }
      const unseenSeconds = unseenAtTheEnd(analysis);
      const gaps = gapsOf(evidence.aws, APIS.metrics);
      if (gaps.length > 0 && unseenSeconds > 2 * trigger.rule.periodSeconds) {
        return inconclusive('no-metric-data', {
          ...finding,
          message: `${whyUnseen(gaps, '')} The last ${seconds(unseenSeconds)} of the load have no datapoint, and the trigger may have been crossed then.`,
        });
      }
      return inconclusive('trigger-not-crossed', {
        ...finding,
        message: `The load never crossed the level at which the policy acts, so no scale-out was due. Raise the rate or hold it longer (${seconds(trigger.rule.periodSeconds * trigger.rule.datapointsToAlarm)} at least).`,
      });
    }
    case 'crossed':
      return passed({
        observed:
          trigger.by === 'alarm'
            ? `the alarm fired with ${counted(trigger.breaching, 'datapoint')} over the threshold on record`
            : `highest ${trigger.rule.metric} ${level(trigger.highest ?? 0)}; ${count(trigger.breaching)} of ${counted(trigger.datapoints, 'datapoint')} over the threshold`,
        ...limitOf(trigger.rule),
        message:
          trigger.by === 'alarm'
            ? 'The alarm fired on fewer datapoints than its rule asks for, as it does when others are missing; the trigger is dated from the alarm.'
            : 'The load crossed the level at which the policy acts.',
        observedValue:
          trigger.highest === null ? null : quantity(trigger.highest, unitOf(trigger.rule.metric)),
        n: trigger.datapoints,
      });
  }
}

/** Seconds of load after the last datapoint of the metric that the policy tracks. */
function unseenAtTheEnd({ evidence, loadSpan }: Analysis): number {
  const rule = evidence.outRule;
  const last = rule === null ? undefined : seriesOf(rule, evidence.series)?.points.at(-1);
  if (last === undefined || loadSpan === null) return 0;
  return Math.max(0, (loadSpan.toMs - last.endMs) / 1_000);
}

function limitOf(rule: TriggerRule) {
  return {
    limit: ruleInWords(rule),
    limitValue: quantity(rule.threshold, unitOf(rule.metric)),
  };
}

function ruleInWords(rule: TriggerRule): string {
  const words = `${rule.metric} past ${level(rule.threshold)} in ${count(rule.datapointsToAlarm)} of ${counted(rule.evaluationPeriods, 'datapoint')} of ${seconds(rule.periodSeconds)}`;
  return rule.alarmName === null
    ? `${words} (the usual rule: no alarm on this metric was seen)`
    : words;
}
