/** Judges the share of dataset rows that were predicted right. */
import { type AccuracyPhases, accuracyPhases } from '../../analysis/accuracy-phases.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { type RowAccuracy, rowAccuracy, rowsNeeded } from '../../analysis/row-accuracy.ts';
import { count, counted, figure, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  'no-predictions': { status: 'inconclusive', restsOn: { load: true } },
  'too-few-rows': { status: 'inconclusive', restsOn: { load: true } },
  // A prediction does not depend on when it is asked for.
  'too-many-wrong': { status: 'fail', stands: 'always' },
});

export const accuracy = defineCheck({
  id: 'accuracy',
  expectation: 'accuracy',
  title: 'Predictions stayed right',
  question: 'Did it still predict correctly under load?',
  group: 'callers',
  toldBy: 'callers',
  headline: { failed: 'Predicted wrongly too often' },
  reasons,
  judge,
});

/**
 * Each row counts once, however often it was asked. Where the record does not tell rows apart, the
 * share is that of predictions, and nothing is inferred from it.
 */
function judge({ expect, totals, evidence, predictions: table }: Analysis) {
  if (expect.accuracy === undefined) return notAsked('accuracy');
  const { minShare } = expect.accuracy;
  const correct = totals.outcomes.correct ?? 0;
  const predictions = correct + (totals.outcomes.wrong ?? 0);
  const limit = { limit: `at least ${percent(minShare)}`, limitValue: quantity(minShare, 'share') };
  if (predictions === 0) {
    return inconclusive('no-predictions', {
      observed: 'no prediction received',
      ...limit,
      message: 'Not one request was answered with a prediction; see the errors.',
      n: 0,
    });
  }
  const byRow = rowAccuracy(table);
  const share = byRow?.share ?? correct / predictions;
  const observed =
    byRow === null
      ? `${count(correct)} of ${counted(predictions, 'prediction')} correct (${percent(share)}); distinct rows not recorded`
      : `${rowsInWords(byRow)}; each asked ${timesInWords(byRow.asked)}${leftOutInWords(byRow.leftOut)}`;
  const finding = {
    observed: observed + phasesInWords(accuracyPhases(evidence.seconds, evidence.points)),
    observedValue: quantity(share, 'share'),
    ...limit,
    n: byRow?.rows ?? predictions,
  };
  const needed = rowsNeeded(minShare);
  if (byRow !== null && byRow.rows < needed && byRow.high >= minShare) {
    return inconclusive('too-few-rows', {
      ...finding,
      message: `${counted(byRow.rows, 'row')} cannot tell ${percent(minShare)} from less: one wrong row is ${percent(1 / byRow.rows)} of them, and asking the same rows again shows nothing new. It takes at least ${count(needed)} different rows; extend the dataset, or send more requests if it has them.`,
    });
  }
  return share >= minShare
    ? passed({ ...finding, message: 'Predictions match the labels as often as asked.' })
    : failed('too-many-wrong', {
        ...finding,
        message: `${wrongInWords(share, byRow)}, ${percent(minShare)} are asked for. Look at whether the deployed model is the one meant, and whether answers are mixed up under load.`,
      });
}

function wrongInWords(share: number, byRow: RowAccuracy | null): string {
  if (byRow === null) return `${percent(share)} of predictions match their labels`;
  return byRow.atTimesRight === 0
    ? `${percent(share)} of rows got the right prediction`
    : `Rows got the right prediction ${percent(share)} of the time on average`;
}

function rowsInWords({ rows, alwaysRight, atTimesRight, share, low, high }: RowAccuracy): string {
  const interval = `95 % interval ${percent(low)} to ${percent(high)}`;
  const right = `${count(alwaysRight)} of ${counted(rows, 'row')} correct`;
  if (atTimesRight === 0) {
    const all = alwaysRight === rows ? '' : `${percent(share)}, `;
    return `${right} (${all}${interval})`;
  }
  return `${right}, ${count(atTimesRight)} only at times (${percent(share)} on average, ${interval})`;
}

function timesInWords(asked: number): string {
  return asked === 1 ? 'once' : `about ${asked < 10 ? figure(asked) : count(asked)} times`;
}

function leftOutInWords(leftOut: number): string {
  return leftOut === 0 ? '' : `; ${counted(leftOut, 'prediction')} for further rows not counted`;
}

/** Of all predictions. Nothing when the endpoint was not seen changing, or a phase has none. */
function phasesInWords(phases: AccuracyPhases | null): string {
  if (phases === null) return '';
  const shares = [phases.before, phases.updating, phases.after].map(({ successes, trials }) =>
    trials === 0 ? null : percent(successes / trials),
  );
  const [before, updating, after] = shares;
  if (before == null || updating == null || after == null) return '';
  return `; ${before} of predictions before the endpoint changed, ${updating} meanwhile, ${after} after`;
}
