/** Judges the share of dataset rows that were predicted right. */
import { type AccuracyPhases, accuracyPhases } from '../../analysis/accuracy-phases.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { type RowAccuracy, rowAccuracy, rowsNeeded } from '../../analysis/row-accuracy.ts';
import { spanOfSeconds } from '../../analysis/span.ts';
import { worstSeconds } from '../../analysis/worst-stretch.ts';
import { count, counted, figure, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { withoutLabels } from '../tool-in-words.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, failed, inconclusive, notAsked, notApplicable } = resultsWith({
  'no-labels': { status: 'skipped' },
  'no-predictions': { status: 'inconclusive', retryable: false, restsOn: { load: true } },
  'too-few-rows': { status: 'inconclusive', retryable: false, restsOn: { load: true } },
  // A prediction does not depend on when it was requested.
  'too-many-wrong': { status: 'fail', stands: 'always' },
});

export const accuracy = defineCheck({
  id: 'accuracy',
  expectation: 'accuracy',
  title: 'Predictions stayed correct',
  question: 'Did the model still predict correctly under load?',
  group: 'callers',
  dataFrom: 'callers',
  dependsOn: [],
  lastEvidence: 'load',
  headline: { failed: 'Too many wrong predictions' },
  reasons,
  judge,
});

/**
 * Each row counts once, however often it was requested. If the record does not distinguish rows, the
 * share is that of predictions, and there is no interval.
 */
function judge(analysis: Analysis) {
  const { expect, totals, tool, evidence, predictions: table } = analysis;
  if (expect.accuracy === undefined) return notAsked('accuracy');
  if (tool !== null) return notApplicable('no-labels', withoutLabels(tool));
  const { minShare } = expect.accuracy;
  const correct = totals.outcomes.correct ?? 0;
  const predictions = correct + (totals.outcomes.wrong ?? 0);
  const limit = { limit: `at least ${percent(minShare)}`, limitValue: quantity(minShare, 'share') };
  const judged = spanOfSeconds(evidence.seconds);
  if (predictions === 0) {
    return inconclusive('no-predictions', {
      observed: 'no predictions',
      ...limit,
      message: 'No request returned a prediction. Look at the errors check.',
      when: judged,
      n: 0,
    });
  }
  const byRow = rowAccuracy(table);
  const share = byRow?.share ?? correct / predictions;
  const observed =
    byRow === null
      ? `${count(correct)} of ${counted(predictions, 'prediction')} correct (${percent(share)}); distinct rows not recorded`
      : `${rowsInWords(byRow)}; each asked ${timesInWords(byRow.asked)}${leftOutInWords(byRow.leftOut)}`;
  const details = {
    observed: observed + phasesInWords(accuracyPhases(evidence.seconds, evidence.points)),
    observedValue: quantity(share, 'share'),
    ...limit,
    when: judged,
    n: byRow?.rows ?? predictions,
  };
  const needed = rowsNeeded(minShare);
  if (byRow !== null && byRow.rows < needed && byRow.high >= minShare) {
    return inconclusive('too-few-rows', {
      ...details,
      message: `${counted(byRow.rows, 'row')} cannot show an accuracy of ${percent(minShare)}: one wrong row is ${percent(1 / byRow.rows)} of them, and requesting the same rows again adds nothing. At least ${count(needed)} distinct rows are needed; extend the dataset, or send more requests if it has them.`,
    });
  }
  return share >= minShare
    ? passed({ ...details, message: 'Enough predictions match their labels.' })
    : failed('too-many-wrong', {
        ...details,
        when: wrongMost(analysis, minShare) ?? judged,
        message: `${correctInWords(share, byRow)}; at least ${percent(minShare)} must. Check that the intended model is deployed and that responses are not mixed up under load.`,
      });
}

/** Rows count once, but seconds have only requests: where few of them are wrong, from the first to the last. */
function wrongMost({ evidence }: Analysis, minShare: number) {
  const beyond = (allowedShare: number) =>
    worstSeconds(evidence.seconds, ({ outcomes: { correct = 0, wrong = 0 } }) => {
      return wrong - allowedShare * (correct + wrong);
    });
  return beyond(1 - minShare) ?? beyond(0);
}

function correctInWords(share: number, byRow: RowAccuracy | null): string {
  if (byRow === null) return `${percent(share)} of predictions match their labels`;
  return byRow.sometimesCorrect === 0
    ? `${percent(share)} of rows get the correct prediction`
    : `${percent(share)} of a row's predictions match its label on average`;
}

function rowsInWords({ rows, alwaysCorrect, sometimesCorrect, ...accuracy }: RowAccuracy): string {
  const { share, low, high } = accuracy;
  const interval = `95 % interval ${percent(low)} to ${percent(high)}`;
  const correct = `${count(alwaysCorrect)} of ${counted(rows, 'row')} correct`;
  if (sometimesCorrect === 0) {
    const all = alwaysCorrect === rows ? '' : `${percent(share)}, `;
    return `${correct} (${all}${interval})`;
  }
  return `${correct}, ${count(sometimesCorrect)} only sometimes (${percent(share)} on average, ${interval})`;
}

function timesInWords(asked: number): string {
  return asked === 1 ? 'once' : `about ${asked < 10 ? figure(asked) : count(asked)} times`;
}

function leftOutInWords(leftOut: number): string {
  return leftOut === 0 ? '' : `; ${counted(leftOut, 'prediction')} for further rows not counted`;
}

/** Of all predictions. Empty when no update of the endpoint was seen, or a phase has none. */
function phasesInWords(phases: AccuracyPhases | null): string {
  if (phases === null) return '';
  const shares = [phases.before, phases.updating, phases.after].map(({ successes, trials }) =>
    trials === 0 ? null : percent(successes / trials),
  );
  const [before, updating, after] = shares;
  if (before == null || updating == null || after == null) return '';
  return `; ${before} of predictions before the endpoint was updated, ${updating} during, ${after} after`;
}
