/** Judges whether each dataset row got the same prediction every time. */

import type { Analysis } from '../../analysis/analyse.ts';
import { fleetWords } from '../../analysis/copies.ts';
import type { Prediction, RowPredictions } from '../../analysis/row-predictions.ts';
import { type Span, spanBetween, spanOfSeconds } from '../../analysis/span.ts';
import { clock, count, counted, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { withoutLabels } from '../tool-in-words.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, failed, inconclusive, notApplicable } = resultsWith({
  ok: { status: 'pass', restsOn: { load: true } },
  // It is on by default, so what a record cannot show must not stop a run from passing.
  'nothing-to-compare': { status: 'skipped' },
  'no-labels': { status: 'skipped' },
  'turned-off': { status: 'skipped' },
  'not-compared': { status: 'inconclusive', retryable: false, restsOn: { load: true } },
  'predictions-missing': { status: 'inconclusive', retryable: true, restsOn: { load: true } },
  // No fault of a generator changes a prediction.
  'predictions-differ': { status: 'fail', stands: 'always' },
});

export const consistent = defineCheck({
  id: 'consistent',
  expectation: 'consistent',
  title: 'Predictions stayed consistent',
  question: 'Did each row get the same prediction before, during and after the scale-out?',
  group: 'callers',
  dataFrom: 'callers',
  dependsOn: [],
  lastEvidence: 'load',
  headline: { failed: 'Inconsistent predictions' },
  reasons,
  judge,
});

const LIMIT = 'the same prediction for a row every time';

function judge(analysis: Analysis) {
  const { expect, predictions: table, evidence } = analysis;
  const judged = spanOfSeconds(evidence.seconds);
  if (expect.consistent === false) {
    return notApplicable('turned-off', 'The scenario sets `expect.consistent: false`.');
  }
  if (analysis.tool !== null) return notApplicable('no-labels', withoutLabels(analysis.tool));
  const cannotTell = (observed: string, message: string) =>
    expect.consistent === true
      ? inconclusive('not-compared', { observed, limit: LIMIT, message, when: judged, n: 0 })
      : notApplicable('nothing-to-compare', message);
  if (table === null) {
    return cannotTell(
      'predictions not recorded by row',
      'The record does not say which rows got which predictions.',
    );
  }
  const repeated = table.rows.filter((row) => row.count > 1);
  if (repeated.length === 0) {
    return cannotTell(
      'no row requested twice',
      'No row was requested more than once; send more requests than the dataset has rows.',
    );
  }
  const differing = repeated.filter(({ predictions }) => predictions.length > 1);
  const leftOut = leftOutInWords(table.leftOut);
  const limits = { limit: LIMIT, limitValue: quantity(0, 'rows'), n: repeated.length };
  if (differing.length > 0) {
    const began = beganWith(differing);
    const what = `${count(differing.length)} of ${counted(repeated.length, 'row')} got different predictions, from ${clock(began.firstSecond)} on`;
    return failed('predictions-differ', {
      observed: `${what}${leftOut}`,
      observedValue: quantity(differing.length, 'rows'),
      ...limits,
      when: untilLastDiffering(differing, began),
      message: `${what}${sinceScaleOut(analysis, began)}. ${listed(differing)}. Compare the models that the instances serve: one may be stale, or the responses of concurrent requests may be mixed up. If the model is not deterministic, set \`consistent: false\`.`,
    });
  }
  const details = {
    observed: `${counted(repeated.length, 'row')} got the same prediction every time (${counted(table.count, 'prediction')})${leftOut}`,
    observedValue: quantity(0, 'rows'),
    ...limits,
    when: judged,
  };
  const missing = missingPredictions(analysis);
  if (missing > 0) {
    return inconclusive('predictions-missing', {
      ...details,
      message: `For ${counted(missing, 'prediction')} the record does not name the row; they may differ.`,
    });
  }
  return passed({
    ...details,
    message: 'Every row that was requested again got the same prediction.',
  });
}

/** A run that did not complete may lack its last seconds, which the verdict says anyway. */
function missingPredictions({ ended, totals, predictions }: Analysis): number {
  if (ended !== 'completed' || predictions === null) return 0;
  const { correct = 0, wrong = 0 } = totals.outcomes;
  return Math.max(0, correct + wrong - predictions.count - predictions.leftOut);
}

function leftOutInWords(leftOut: number): string {
  return leftOut === 0
    ? ''
    : `; ${counted(leftOut, 'prediction')} for further rows were not compared`;
}

/** The earliest prediction that differs from the one its row got before. */
function beganWith(differing: readonly RowPredictions[]): Prediction {
  return differing
    .map(({ predictions }) => predictions[1]!)
    .reduce((one, next) => (next.firstSecond < one.firstSecond ? next : one));
}

/** From the first prediction that differs to the last that is not its row's first. */
function untilLastDiffering(differing: readonly RowPredictions[], began: Prediction): Span {
  const others = differing.flatMap(({ predictions }) => predictions.slice(1));
  // A call may not have as many arguments as rows have predictions.
  const lastSecond = others.reduce((last, one) => Math.max(last, one.lastSecond), 0);
  return spanBetween(began.firstMs, began.firstMs + 1_000 * (lastSecond + 1 - began.firstSecond));
}

const ROWS_NAMED = 3;
const PREDICTIONS_NAMED = 3;
const inEnglish = new Intl.ListFormat('en-GB');

function listed(differing: readonly RowPredictions[]): string {
  const named = differing.slice(0, ROWS_NAMED).map(rowInWords);
  const others = differing.length - named.length;
  return `Row ${named.join('; row ')}${others > 0 ? `; and ${counted(others, 'other row')}` : ''}`;
}

function rowInWords({ row, predictions }: RowPredictions): string {
  const named = predictions.slice(0, PREDICTIONS_NAMED).map(predictionInWords);
  const others = predictions.length - named.length;
  if (others > 0) named.push(counted(others, 'other'));
  return `${row} got ${inEnglish.format(named)}`;
}

/** `"2" 41 times (wrong, 7:11 to 24:59)` */
function predictionInWords(prediction: Prediction): string {
  const { predicted, isCorrect, count: times, firstSecond, lastSecond } = prediction;
  const what = predicted === null ? 'another' : `"${beginningOf(predicted)}"`;
  const when =
    firstSecond === lastSecond
      ? `at ${clock(firstSecond)}`
      : `${clock(firstSecond)} to ${clock(lastSecond)}`;
  return `${what} ${times === 1 ? 'once' : `${count(times)} times`} (${isCorrect ? 'correct' : 'wrong'}, ${when})`;
}

/** Scaleproof records fewer; other tools may write more. */
const CHARACTERS_SHOWN = 80;

function beginningOf(predicted: string): string {
  return predicted.length <= CHARACTERS_SHOWN
    ? predicted
    : `${predicted.slice(0, CHARACTERS_SHOWN)}...`;
}

/** Time since the last scale-out, as the end of a sentence; empty if no scale-out has a time. */
function sinceScaleOut({ events, evidence }: Analysis, { firstMs }: Prediction): string {
  const inService = events
    .filter(({ direction }) => direction === 'out')
    .flatMap(({ stages, toInstances }) => {
      const { atMs, plusMinusSeconds } = stages.find(({ id }) => id === 'in-service') ?? {};
      if (typeof atMs !== 'number') return [];
      return [{ toInstances, atMs, earliestMs: atMs - 1_000 * (1 + (plusMinusSeconds ?? 0)) }];
    });
  const last = inService.findLast(({ earliestMs }) => earliestMs <= firstMs);
  if (last === undefined) {
    return inService.length === 0 ? '' : ', before the first scale-out';
  }
  const after = Math.max(0, (firstMs - last.atMs) / 1_000);
  return `, ${seconds(after)} after ${fleetWords(evidence).counted(last.toInstances)} were in service`;
}
