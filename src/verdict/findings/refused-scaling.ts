/** Finds scaling activities that AWS refused, and quotes its reason. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import {
  failed,
  retriedSuccessfully,
  type ScalingActivity,
  transient,
  unscalable,
} from '../../analysis/scaling-activities.ts';
import { count } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { type Found, problem } from './finding.ts';

/** `The account-level service limit 'ml.g5.xlarge for endpoint usage' is 4 Instances`. */
const QUOTA = /service limit '([^']{1,200})' is ([\d,.]+)/i;

/**
 * Attempts since the load began that failed and that no later one made up for; each text once. A change
 * that was refused because another was in progress is retried and is no problem.
 */
export function refusedScaling(analysis: Analysis): readonly Found[] {
  const { evidence, loadSpan } = analysis;
  const sinceMs = loadSpan?.fromMs ?? Number.NEGATIVE_INFINITY;
  const activities = evidence.activities.filter((one) => one.startMs >= sinceMs);
  const byText = new Map<string, ScalingActivity[]>();
  for (const one of activities) {
    if (!unscalable(one) && (!failed(one) || transient(one))) continue;
    if (retriedSuccessfully(one, activities)) continue;
    const text = unscalable(one)
      ? 'SageMaker marks the variant as not scalable (TargetServicePutResourceAsUnscalable).'
      : (one.statusMessage ?? one.description);
    byText.set(text, [...(byText.get(text) ?? []), one]);
  }
  const seen = [...byText].map(([text, same]) => inWords(analysis, text, same));
  // The desired count in the text differs between attempts, but one quota is one finding.
  return seen.filter(
    (one, index) =>
      seen.findIndex(
        (other) => other.code === one.code && other.value?.value === one.value?.value,
      ) === index || one.code === 'scaling-failed',
  );
}

function inWords(analysis: Analysis, text: string, same: readonly ScalingActivity[]): Found {
  const ids = new Set(same.map((one) => one.id));
  const shownBy = analysis.record.aws.filter((one) => one.type === 'activity' && ids.has(one.id));
  const quota = QUOTA.exec(text);
  if (quota?.[1] !== undefined && quota[2] !== undefined) {
    const value = Number(quota[2].replaceAll(',', ''));
    const limit = Number.isFinite(value) ? value : null;
    return problem('quota-reached', {
      message: `The account’s quota "${quota[1]}" of ${limit === null ? quota[2] : count(limit)} blocked scaling.`,
      advice: `Request an increase of "${quota[1]}" in Service Quotas, or lower the maximum capacity to the quota.`,
      value: limit === null ? null : quantity(limit, 'instances'),
      shownBy,
    });
  }
  return problem('scaling-failed', {
    message: `AWS could not change the ${fleetWords(analysis.evidence).one} count: "${text}"`,
    advice: 'Fix what the message names, then run again.',
    value: quantity(same.length, 'activities'),
    shownBy,
  });
}
