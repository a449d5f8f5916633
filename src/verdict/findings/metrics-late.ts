/** Finds datapoints of the tracked metric that CloudWatch published late. */
import type { Analysis } from '../../analysis/analyse.ts';
import { publishDelay } from '../../analysis/publish-delay.ts';
import { seconds } from '../../format/numbers.js';
import { watchOf } from '../../record/manifest.ts';
import { quantity } from '../quantity.ts';
import { type Found, problem } from './finding.ts';

/** Periods after which a datapoint is late: AWS takes about one, sometimes two. */
const LATE_PERIODS = 3;

export function metricsLate(analysis: Analysis): readonly Found[] {
  const { evidence, record } = analysis;
  const rule = evidence.outRule;
  const delay = rule === null ? null : publishDelay(evidence, rule);
  const metricPollSeconds = watchOf(record.manifest)?.metricPollSeconds ?? null;
  if (rule === null || delay === null || metricPollSeconds === null) return [];
  // A datapoint may have waited this long for the next poll.
  const late = delay.medianSeconds - metricPollSeconds;
  if (late <= LATE_PERIODS * rule.periodSeconds) return [];
  return [
    problem('metrics-late', {
      message: `CloudWatch published ${rule.metric} ${seconds(delay.medianSeconds)} after the end of each ${seconds(rule.periodSeconds)} period (median; longest ${seconds(delay.longestSeconds)}), so the alarm sees the load that late.`,
      advice:
        'Check CloudWatch on the AWS Health Dashboard. A scale-out cannot be faster than its metric.',
      value: quantity(delay.medianSeconds, 'seconds'),
      shownBy: delay.datapoints,
    }),
  ];
}
