/** Tells AWS's own scaling time beside the sum of our stages, and whether the two can both be right. */
import type { Analysis } from '../../analysis/analyse.ts';
import { stageMs } from '../../analysis/reversals.ts';
import type { ScalingEvent } from '../../analysis/scaling-event.ts';
import { secondOpinionInWords } from '../../analysis/second-opinion-words.ts';
import { covering, spanBetween } from '../../analysis/span.ts';
import { seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { type Found, note } from './finding.ts';

/** One note for the run; of several scale-outs, the first that differs speaks. */
export function awsScalingTime({ events, evidence }: Analysis): readonly Found[] {
  const told = events.flatMap((event) =>
    event.awsReport === undefined ? [] : [{ event, report: event.awsReport }],
  );
  const worst = told.find(({ report }) => report.relation === 'differs') ?? told[0];
  if (worst === undefined) return [];
  const { event, report } = worst;
  return [
    note('aws-scaling-time', {
      message: `SageMaker reports ${seconds(report.awsSeconds)} for the scale-out from ${event.fromInstances} to ${event.toInstances} (${report.metric}). ${secondOpinionInWords(report)}`,
      advice:
        report.relation === 'differs'
          ? 'Trust neither without a look: check the clocks, how often the endpoint was polled, and which change SageMaker means.'
          : 'Use it where nothing polls: it has no stages, and tells nothing of what callers waited for.',
      value: quantity(report.awsSeconds - report.ourSeconds, 'seconds'),
      shownBy: evidence.aws.filter(
        (one) => one.type === 'scaling-report' && one.value === report.awsSeconds,
      ),
      when: covering([spanOf(event)]),
    }),
  ];
}

function spanOf(event: ScalingEvent) {
  const toMs = stageMs(event, 'in-service') ?? 0;
  return spanBetween(stageMs(event, 'activity') ?? stageMs(event, 'desired-changed') ?? toMs, toMs);
}
