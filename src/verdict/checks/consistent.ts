/** Judges whether each dataset row got the same prediction whenever it was asked. */
import type { Analysis } from '../../analysis/analyse.ts';
import type { Prediction, RowPredictions } from '../../analysis/row-predictions.ts';
import { clock, count, counted, seconds } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, failed, inconclusive, notApplicable } = resultsWith({
  ok: { status: 'pass', restsOn: { load: true } },
  // Nobody need ask for it, so what cannot be told keeps no run from passing that did not.
  'nothing-to-compare': { status: 'skipped' },
  'turned-off': { status: 'skipped' },
  'not-compared': { status: 'inconclusive', restsOn: { load: true } },
  'predictions-missing': { status: 'inconclusive', restsOn: { load: true } },
  // No generator makes a model change its mind.
  'predictions-differ': { status: 'fail', stands: 'always' },
});

export const consistent = defineCheck({
  id: 'consistent',
  expectation: 'consistent',
  title: 'Same prediction each time',
  question: 'Did each row get the same prediction before, during and after the scale-out?',
  group: 'callers',
  toldBy: 'callers',
  headline: { failed: 'Predicted the same rows differently' },
  reasons,
  judge,
});

const LIMIT = 'the same prediction for a row each time';

function judge(analysis: Analysis) {
  const { expect, predictions: table } = analysis;
  if (expect.consistent === false) {
    return notApplicable('turned-off', 'The scenario has `consistent: false`.');
  }
  const cannotTell = (observed: string, message: string) =>
    expect.consistent === true
      ? inconclusive('not-compared', { observed, limit: LIMIT, message, n: 0 })
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
      'no row asked twice',
      'No row was predicted more than once: send more requests than the dataset has rows.',
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
      message: `${what}${sinceScaleOut(analysis, began)}. ${listed(differing)}. Compare what each instance serves: one may have an old or another model, or the answers of concurrent requests are mixed up. If the model answers at random, set \`consistent: false\`.`,
    });
  }
  const finding = {
    observed: `${counted(repeated.length, 'row')} got the same prediction each time, ${counted(table.count, 'prediction')} in all${leftOut}`,
    observedValue: quantity(0, 'rows'),
    ...limits,
  };
  const missing = missingPredictions(analysis);
  if (missing > 0) {
    return inconclusive('predictions-missing', {
      ...finding,
      message: `Of ${counted(missing, 'prediction')} the record does not say which row got it; they may have differed.`,
    });
  }
  return passed({ ...finding, message: 'Each row that was asked again got the same prediction.' });
}

/** Of a run that did not complete, the last seconds may be missing; the verdict says that it ended. */
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

/** The first prediction that differs from what its row got before. */
function beganWith(differing: readonly RowPredictions[]): Prediction {
  return differing
    .map(({ predictions }) => predictions[1]!)
    .reduce((one, next) => (next.firstSecond < one.firstSecond ? next : one));
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
  return `${what} ${times === 1 ? 'once' : `${count(times)} times`} (${isCorrect ? 'right' : 'wrong'}, ${when})`;
}

/** Scaleproof keeps less of each; other tools may write more. */
const CHARACTERS_SHOWN = 80;

function beginningOf(predicted: string): string {
  return predicted.length <= CHARACTERS_SHOWN
    ? predicted
    : `${predicted.slice(0, CHARACTERS_SHOWN)}...`;
}

/** How long after which scale-out, as the end of a sentence; empty where no scale-out is dated. */
function sinceScaleOut({ events }: Analysis, { firstMs }: Prediction): string {
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
  return `, ${seconds(after)} after ${counted(last.toInstances, 'instance')} were in service`;
}
