/**
 * Checks that an API is correct often enough for a load to be meaningful. A classifier may misclassify
 * some rows and a request may fail by chance, but if most rows are wrong, a load would only measure
 * how fast the API fails.
 */
import { UserError } from '../input/user-error.ts';
import { adviceOn, checkCommand } from './advice.ts';
import { countResults } from './build-report.ts';
import type { CheckResult } from './check-report.ts';
import { confusionOf, nameMistakes } from './confusion.ts';
import type { Subject } from './subject.ts';

/**
 * @returns how many were correct, or well-formed for rows without a label: at least half
 * @throws UserError, because the scenario's target is wrong and nothing was measured (exit code 2)
 */
export function refuseUnlessMostlyCorrect(
  { scenario, system }: Subject,
  results: readonly CheckResult[],
): number {
  const { correct, wrong, wellFormed, failed } = countResults(results);
  const right = correct + wellFormed;
  if (2 * right >= results.length) return right;
  const all = results.length;
  // Report only the more frequent problem, in one sentence.
  if (failed > wrong) {
    const first = results.find(({ predicted, detail }) => predicted === null && detail !== null);
    throw new UserError(
      `${scenario.target} returned no prediction for ${failed} of ${all} rows of ${system.id} (${first?.outcome}: ${first?.detail}). ${adviceOn(scenario, results)} No load was sent; see \`${checkCommand(scenario)}\`.`,
    );
  }
  const mistakes = nameMistakes(confusionOf(results, system.dataset.label.values ?? []));
  throw new UserError(
    `${scenario.target} predicted ${wrong} of ${all} rows of ${system.id} incorrectly (${mistakes}); its labels may be swapped, or it serves another model. No load was sent; see \`${checkCommand(scenario)}\`.`,
  );
}
