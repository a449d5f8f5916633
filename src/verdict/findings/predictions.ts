/** Finds wrong predictions, and accuracy that fell while the endpoint scaled. */
import { accuracyPhases } from '../../analysis/accuracy-phases.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { differenceOverTime } from '../../analysis/difference-over-time.ts';
import { fallByRow, rowAccuracy } from '../../analysis/row-accuracy.ts';
import { predictionTableOf } from '../../analysis/row-predictions.ts';
import { spanOfSeconds } from '../../analysis/span.ts';
import { count, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { samplesOf } from './evidence-lines.ts';
import { type Found, problem } from './finding.ts';

/** A smaller drop does not matter, however certain. */
const NOTABLE = 0.01;
/** Without an expectation, report only what no usable model does. */
const FLOOR = 0.5;

/** When accuracy was good enough before the scale-out, `accuracy-fell-while-scaling` is reported instead. */
export function wrongPredictions(analysis: Analysis): readonly Found[] {
  const { totals, expect, unknownExpectations, evidence } = analysis;
  if (unknownExpectations.has('accuracy')) return [];
  const wrong = totals.outcomes.wrong ?? 0;
  const all = wrong + (totals.outcomes.correct ?? 0);
  const floor = expect.accuracy?.minShare ?? FLOOR;
  if (all === 0) return [];
  // As the accuracy check has it: the two must not disagree about what is enough.
  const right = rowAccuracy(analysis.predictions)?.share ?? (all - wrong) / all;
  if (right >= floor) return [];
  const before = accuracyPhases(evidence.seconds, evidence.points)?.before;
  const wereRight =
    before !== undefined && before.trials > 0 && before.successes / before.trials >= floor;
  if (wereRight && accuracyFellWhileScaling(analysis).length > 0) return [];
  return [
    problem('wrong-predictions', {
      message: `${count(wrong)} of ${count(all)} predictions were wrong: ${percent(right)} ${analysis.predictions === null ? '' : 'of the rows '}were correct; at least ${percent(floor)} must be.`,
      advice:
        'Run `scaleproof check --all`: its confusion matrix shows whether two labels are swapped.',
      value: quantity(right, 'share'),
      shownBy: samplesOf(
        analysis,
        evidence.seconds.filter((second) => (second.outcomes.wrong ?? 0) > 0),
      ),
    }),
  ];
}

/**
 * Lower by more than a percentage point, according to two 95 % intervals of the difference: over time,
 * as seconds resemble each other, and over rows, if the record distinguishes them.
 */
export function accuracyFellWhileScaling({ evidence, record }: Analysis): readonly Found[] {
  const phases = accuracyPhases(evidence.seconds, evidence.points);
  if (phases === null) return [];
  const { before } = phases;
  const fell = (['updating', 'after'] as const).flatMap((phase) => {
    const [earlier, later] = [before, phases[phase]];
    const overTime = differenceOverTime(earlier.seconds, later.seconds);
    if (overTime === null || overTime.low <= NOTABLE) return [];
    const overRows = fallByRow(
      predictionTableOf(record.load, earlier.at),
      predictionTableOf(record.load, later.at),
    );
    const between = overRows !== null && overRows.low < overTime.low ? overRows : overTime;
    return between.low > NOTABLE ? [{ phase, between }] : [];
  })[0];
  if (fell === undefined) return [];
  const { phase, between } = fell;
  const later = phases[phase];
  return [
    problem('accuracy-fell-while-scaling', {
      message: `${percent(before.successes / before.trials)} of predictions were correct before the endpoint was updated, ${percent(later.successes / later.trials)} ${phase === 'updating' ? 'while it was Updating' : 'afterwards'} (95 % interval of the difference: ${percent(between.low)} to ${percent(between.high)}).`,
      advice:
        'Compare the predictions of the instances: a new one may serve a different model, or serve before it is ready.',
      value: quantity(later.successes / later.trials, 'share'),
      shownBy: evidence.aws.filter((one) => one.type === 'endpoint' && one.status === 'Updating'),
      when: spanOfSeconds(evidence.seconds.filter(({ second }) => later.at.has(second))),
    }),
  ];
}
