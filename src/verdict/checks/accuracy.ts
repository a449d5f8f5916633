/** Did it still predict correctly under load? */
import { type AccuracyPhases, accuracyPhases } from '../../analysis/accuracy-phases.ts';
import type { Analysis } from '../../analysis/analyse.ts';
import { wilsonInterval } from '../../analysis/wilson.ts';
import { count, counted, percent } from '../../format/numbers.js';
import { failed, inconclusive, passed, skipped } from '../check-details.ts';
import type { Check } from '../verdict.ts';

/** The interval is Wilson's, of 95 %. Around a scale-out the three shares are told apart. */
export function accuracy({ expect, totals, evidence }: Analysis): Check {
  const id = 'accuracy';
  if (expect.accuracy === undefined) return skipped(id, 'accuracy');
  const { minShare } = expect.accuracy;
  const correct = totals.outcomes.correct ?? 0;
  const predictions = correct + (totals.outcomes.wrong ?? 0);
  const limit = `at least ${percent(minShare)}`;
  if (predictions === 0) {
    return inconclusive(id, 'no-predictions', {
      observed: 'no prediction received',
      limit,
      message: 'Not one request was answered with a prediction; see the errors.',
      n: 0,
    });
  }
  const share = correct / predictions;
  const { low, high } = wilsonInterval(correct, predictions);
  const finding = {
    observed: `${count(correct)} of ${counted(predictions, 'prediction')} correct (${percent(share)}, 95 % interval ${percent(low)} to ${percent(high)})${phasesInWords(accuracyPhases(evidence.seconds, evidence.points))}`,
    limit,
    value: share,
    n: predictions,
  };
  return share >= minShare
    ? passed(id, { ...finding, message: 'Predictions match the labels as often as asked.' })
    : failed(id, 'too-many-wrong', {
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
