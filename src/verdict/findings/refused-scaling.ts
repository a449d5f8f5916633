/** What AWS itself refused to do, in its own words. */
import type { Analysis } from '../../analysis/analyse.ts';
import {
  failed,
  madeGood,
  type ScalingActivity,
  transient,
  unscalable,
} from '../../analysis/scaling-activities.ts';
import { count } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { problem } from './finding.ts';

/** `The account-level service limit 'ml.g5.xlarge for endpoint usage' is 4 Instances`. */
const QUOTA = /service limit '([^']{1,200})' is ([\d,.]+)/i;

/**
 * Attempts since the load began that failed and that no later one made good; each text once. A
 * change refused because another was under way is tried again and no trouble.
 */
export function refusedScaling(analysis: Analysis): readonly Finding[] {
  const { evidence, loadSpan } = analysis;
  const sinceMs = loadSpan?.fromMs ?? Number.NEGATIVE_INFINITY;
  const activities = evidence.activities.filter((one) => one.startMs >= sinceMs);
  const byText = new Map<string, ScalingActivity[]>();
  for (const one of activities) {
    if (!unscalable(one) && (!failed(one) || transient(one))) continue;
    if (madeGood(one, activities)) continue;
    const text = unscalable(one)
      ? 'SageMaker marks the variant as not scalable (TargetServicePutResourceAsUnscalable).'
      : (one.statusMessage ?? one.description);
    byText.set(text, [...(byText.get(text) ?? []), one]);
  }
  const seen = [...byText].map(([text, same]) => inWords(analysis, text, same));
  // The desired count in a text differs from attempt to attempt: one quota is one finding.
  return seen.filter(
    (one, index) =>
      seen.findIndex(
        (other) => other.code === one.code && other.value?.value === one.value?.value,
      ) === index || one.code === 'scaling-failed',
  );
}

function inWords(analysis: Analysis, text: string, same: readonly ScalingActivity[]): Finding {
  const ids = new Set(same.map((one) => one.id));
  const shownBy = analysis.record.aws.filter((one) => one.type === 'activity' && ids.has(one.id));
  const quota = QUOTA.exec(text);
  if (quota?.[1] !== undefined && quota[2] !== undefined) {
    const value = Number(quota[2].replaceAll(',', ''));
    const limit = Number.isFinite(value) ? value : null;
    return problem('quota-reached', {
      message: `The account’s quota "${quota[1]}" of ${limit === null ? quota[2] : count(limit)} stood in the way of scaling.`,
      advice: `Ask for more of "${quota[1]}" in Service Quotas, or lower the maximum capacity to what the quota allows.`,
      value: limit === null ? null : quantity(limit, 'instances'),
      shownBy,
    });
  }
  return problem('scaling-failed', {
    message: `AWS could not change the instance count and says: "${text}"`,
    advice: 'Mend what the message names, then run again.',
    value: quantity(same.length, 'activities'),
    shownBy,
  });
}
