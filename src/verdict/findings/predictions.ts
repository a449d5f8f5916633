/** Finds wrong predictions, and accuracy that fell while the endpoint scaled. */
import { accuracyPhases } from '../../analysis/accuracy-phases.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { differenceOverTime } from '../../analysis/difference-over-time.ts';
import { fallByRow, rowAccuracy } from '../../analysis/row-accuracy.ts';
import { predictionTableOf } from '../../analysis/row-predictions.ts';
import { count, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import type { Finding } from '../verdict.ts';
import { samplesOf } from './evidence-lines.ts';
import { problem } from './finding.ts';

/** A smaller fall would not matter, however sure. */
const NOTABLE = 0.01;
/** Without an expectation, only what no usable model does is worth a word. */
const FLOOR = 0.5;

/** Where they were right often enough until the endpoint grew, that is said instead. */
export function wrongPredictions(analysis: Analysis): readonly Finding[] {
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
      message: `${count(wrong)} of ${count(all)} predictions were wrong: ${percent(right)} right${analysis.predictions === null ? '' : ' on average over rows'}, at least ${percent(floor)} expected.`,
      advice:
        'Run `scaleproof check` with `--all`: its confusion matrix shows whether two labels changed places.',
      value: quantity(right, 'share'),
      shownBy: samplesOf(
        analysis,
        evidence.seconds.filter((second) => (second.outcomes.wrong ?? 0) > 0),
      ),
    }),
  ];
}

/**
 * Surely lower (95 % interval of the difference) by more than a percentage point: over time, as seconds
 * resemble each other, and over rows, as far as the record tells them apart.
 */
export function accuracyFellWhileScaling({ evidence, record }: Analysis): readonly Finding[] {
  const phases = accuracyPhases(evidence.seconds, evidence.points);
  if (phases === null) return [];
  const { before } = phases;
  const fell = (['updating', 'after'] as const).flatMap((phase) => {
    const [earlier, later] = [before, phases[phase]];
    const overTime = differenceOverTime(earlier.seconds, later.seconds);
    const overRows = fallByRow(
      predictionTableOf(record.load, earlier.at),
      predictionTableOf(record.load, later.at),
    );
    const between = overRows && overTime && overRows.low < overTime.low ? overRows : overTime;
    return between !== null && between.low > NOTABLE ? [{ phase, between }] : [];
  })[0];
  if (fell === undefined) return [];
  const { phase, between } = fell;
  const later = phases[phase];
  return [
    problem('accuracy-fell-while-scaling', {
      message: `${percent(before.successes / before.trials)} of predictions were right before the endpoint was changed, ${percent(later.successes / later.trials)} ${phase === 'updating' ? 'while it was Updating' : 'afterwards'} (95 % interval of the difference: ${percent(between.low)} to ${percent(between.high)}).`,
      advice:
        'Compare what the instances answer: a new one may serve another model, or serve before it is ready.',
      value: quantity(later.successes / later.trials, 'share'),
      shownBy: evidence.aws.filter((one) => one.type === 'endpoint' && one.status === 'Updating'),
    }),
  ];
}
