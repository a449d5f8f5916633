/** Builds a check's report from its results. */
import { wilsonInterval } from '../statistics/wilson.ts';
import type { CheckContext, CheckReport, CheckResult } from './check-report.ts';
import { statusOf } from './check-status.ts';
import { confusionOf } from './confusion.ts';

/** @param labels the dataset's, in order */
export function buildReport(
  context: CheckContext,
  results: CheckResult[],
  labels: readonly string[],
  interrupted: boolean,
): CheckReport {
  const counts = countResults(results);
  const predictions = counts.correct + counts.wrong;
  return {
    schemaVersion: 1,
    ...context,
    status: statusOf(counts, context.minShare),
    interrupted,
    counts,
    accuracy:
      predictions === 0
        ? null
        : { share: counts.correct / predictions, ...wilsonInterval(counts.correct, predictions) },
    confusion: confusionOf(results, labels),
    results,
  };
}

export function countResults(results: readonly CheckResult[]): CheckReport['counts'] {
  const counts = { correct: 0, wrong: 0, wellFormed: 0, failed: 0, unchecked: 0 };
  for (const { outcome } of results) {
    if (outcome === 'correct' || outcome === 'wrong') counts[outcome] += 1;
    else if (outcome === 'well-formed') counts.wellFormed += 1;
    else if (outcome === 'unlabelled' || outcome === 'not-sent') counts.unchecked += 1;
    else counts.failed += 1;
  }
  return counts;
}
