/** The stage *metric-breach*: the end of the first period in the run of breaching datapoints. */
import { seconds } from '../../format/numbers.js';
import { breachRuns } from '../breach-runs.ts';
import { clockPlusMinusSeconds } from '../clock-offset.ts';
import { APIS, gapsOf, whyUnseen } from '../gaps.ts';
import { type ScalingEvidence, toleranceMs } from '../scaling-evidence.ts';
import type { MetricPoint } from '../timeline.ts';
import { breaches, seriesOf, type TriggerRule } from '../tracked-metric.ts';
import { finerBreach } from './finer-breach.ts';
import { missing, notApplicable, type StageMoment } from './stage-moment.ts';

const SOURCE = 'CloudWatch datapoint';

export interface MetricBreach {
  readonly stage: StageMoment;
  /** The first breaching datapoint; null when it was not seen. */
  readonly point: MetricPoint | null;
}

/**
 * The end of the period, because its sum is not known before. Its resolution is the period, its error that of
 * the clock offset. The alarm's own period finds the breach; a shorter one of the same metric says when it was.
 *
 * @param byMs time of the alarm, or of its effect, local epoch ms: only periods that ended by then count.
 * @param floorMs periods that began before it belong to an earlier scaling event. When only those breached,
 *   the metric simply stayed over the threshold: not applicable.
 */
export function metricBreach(
  evidence: ScalingEvidence,
  rule: TriggerRule | null,
  byMs: number,
  floorMs: number,
): MetricBreach {
  if (rule === null) {
    const gaps = gapsOf(evidence.aws, APIS.policies);
    return unseen(whyUnseen(gaps, 'Neither an alarm nor a policy gives the threshold.'));
  }
  const series = seriesOf(rule, evidence.series);
  const gaps = gapsOf(evidence.aws, APIS.metrics);
  if (series === null) {
    return unseen(whyUnseen(gaps, `No datapoints of ${rule.metric} (${rule.stat}) were seen.`));
  }
  // Under time compression, a grace of a second is a whole period, which is too much.
  const graceMs = Math.min(
    toleranceMs(evidence.clock),
    (evidence.clock.plusMinusMs ?? 0) + (rule.periodSeconds * 1_000) / 2,
  );
  const known = series.points.filter((point) => point.endMs <= byMs + graceMs);
  const first = breachRuns(
    rule,
    known.filter((point) => point.startMs >= floorMs),
  ).at(-1)?.first;
  if (first === undefined) {
    const standing = known.at(-1);
    if (standing !== undefined && breaches(rule, standing)) {
      const note = 'The metric had stayed over the threshold since an earlier change.';
      return { stage: notApplicable(SOURCE, note), point: null };
    }
    return unseen(whyUnseen(gaps, `No datapoint of ${rule.metric} breached the threshold before.`));
  }
  const finer = finerBreach(rule, evidence.series, first, floorMs);
  const point = finer?.point ?? first;
  return {
    point,
    stage: {
      status: 'measured',
      atMs: point.endMs,
      plusMinusSeconds: clockPlusMinusSeconds(evidence.clock),
      source: SOURCE,
      resolutionSeconds: finer?.periodSeconds ?? series.periodSeconds,
      note: [
        ...(evidence.clock.plusMinusMs === null
          ? ['The offset between the clocks was not measured and is assumed to be 0.']
          : []),
        ...(finer === null
          ? []
          : [
              `Seen in datapoints of ${seconds(finer.periodSeconds)}; the alarm looks at periods of ${seconds(rule.periodSeconds)}.`,
            ]),
      ].join(' '),
    },
  };
}

function unseen(note: string): MetricBreach {
  return { stage: missing(SOURCE, note), point: null };
}
