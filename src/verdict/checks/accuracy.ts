/** Judges the share of predictions that match their labels. */
import { type AccuracyPhases, accuracyPhases } from '../../analysis/accuracy-phases.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { wilsonInterval } from '../../analysis/wilson.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  'no-predictions': { status: 'inconclusive', restsOn: { load: true } },
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

/** The interval is Wilson's, of 95 %. Around a scale-out the three shares are told apart. */
function judge({ expect, totals, evidence }: Analysis) {
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
  const share = correct / predictions;
  const { low, high } = wilsonInterval(correct, predictions);
  const finding = {
    observed: `${count(correct)} of ${counted(predictions, 'prediction')} correct (${percent(share)}, 95 % interval ${percent(low)} to ${percent(high)})${phasesInWords(accuracyPhases(evidence.seconds, evidence.points))}`,
    observedValue: quantity(share, 'share'),
    ...limit,
    n: predictions,
  };
  return share >= minShare
    ? passed({ ...finding, message: 'Predictions match the labels as often as asked.' })
    : failed('too-many-wrong', {
        ...finding,
        message: `${percent(share)} of predictions match their labels, ${percent(minShare)} are asked for. Look at whether the deployed model is the one meant, and whether answers are mixed up under load.`,
      });
}

/** Nothing when the endpoint was not seen changing, or a phase has no predictions. */
function phasesInWords(phases: AccuracyPhases | null): string {
  if (phases === null) return '';
  const shares = [phases.before, phases.updating, phases.after].map(({ successes, trials }) =>
    trials === 0 ? null : percent(successes / trials),
  );
  const [before, updating, after] = shares;
  if (before == null || updating == null || after == null) return '';
  return `; ${before} before the endpoint changed, ${updating} meanwhile, ${after} after`;
}
