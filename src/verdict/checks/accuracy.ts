/** Judges the share of predictions that match their labels. */
import { type AccuracyPhases, accuracyPhases } from '../../analysis/accuracy-phases.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { wilsonInterval } from '../../analysis/wilson.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { quantity } from '../quantity.ts';
import { defineCheck, resultsWith } from './definition.ts';

const { reasons, passed, failed, inconclusive, notAsked } = resultsWith({
  'no-predictions': { status: 'inconclusive', restsOn: { load: true } },
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
  headline: { failed: 'Too many wrong predictions' },
  reasons,
  judge,
});

/** Reports Wilson's 95 % interval, and the share before, during and after updates of the endpoint. */
function judge({ expect, totals, evidence }: Analysis) {
  if (expect.accuracy === undefined) return notAsked('accuracy');
  const { minShare } = expect.accuracy;
  const correct = totals.outcomes.correct ?? 0;
  const predictions = correct + (totals.outcomes.wrong ?? 0);
  const limit = { limit: `at least ${percent(minShare)}`, limitValue: quantity(minShare, 'share') };
  if (predictions === 0) {
    return inconclusive('no-predictions', {
      observed: 'no predictions',
      ...limit,
      message: 'No request returned a prediction. Look at the errors check.',
      n: 0,
    });
  }
  const share = correct / predictions;
  const { low, high } = wilsonInterval(correct, predictions);
  const details = {
    observed: `${count(correct)} of ${counted(predictions, 'prediction')} correct (${percent(share)}, 95 % interval ${percent(low)} to ${percent(high)})${phasesInWords(accuracyPhases(evidence.seconds, evidence.points))}`,
    observedValue: quantity(share, 'share'),
    ...limit,
    n: predictions,
  };
  return share >= minShare
    ? passed({ ...details, message: 'Enough predictions match their labels.' })
    : failed('too-many-wrong', {
        ...details,
        message: `${percent(share)} of predictions match their labels; at least ${percent(minShare)} must. Check that the intended model is deployed and that responses are not mixed up under load.`,
      });
}

/** Empty when no update of the endpoint was seen, or a phase has no predictions. */
function phasesInWords(phases: AccuracyPhases | null): string {
  if (phases === null) return '';
  const shares = [phases.before, phases.updating, phases.after].map(({ successes, trials }) =>
    trials === 0 ? null : percent(successes / trials),
  );
  const [before, updating, after] = shares;
  if (before == null || updating == null || after == null) return '';
  return `; ${before} before the endpoint was updated, ${updating} during, ${after} after`;
}
