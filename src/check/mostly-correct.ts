/**
 * Is an API right often enough for a load to mean anything? A classifier may be wrong about a row by
 * nature, and a request may fail by chance; of an API that gets most rows wrong, a load would only
 * measure how fast it does so.
 */
import { UserError } from '../input/user-error.ts';
import { countResults } from './build-report.ts';
import type { CheckResult } from './check-report.ts';
import { confusionOf, nameMistakes } from './confusion.ts';
import type { Subject } from './subject.ts';

/**
 * @returns how many were correct, or well-formed where a row has no label: at least half
 * @throws UserError: it is about what the scenario aims at, and nothing was measured (exit code 2)
 */
export function refuseUnlessMostlyCorrect(
  { scenario, system }: Subject,
  results: readonly CheckResult[],
): number {
  const { correct, wrong, wellFormed, failed } = countResults(results);
  const right = correct + wellFormed;
  if (2 * right >= results.length) return right;
  const all = results.length;
  // One sentence is read, two are not: it is about what happened more often.
  if (failed > wrong) {
    const first = results.find(({ predicted, detail }) => predicted === null && detail !== null);
    throw new UserError(
      `${failed} of ${all} rows of ${system.id} got no prediction from ${scenario.target} (${first?.outcome}: ${first?.detail}). Check the target's path and its logs; see \`scaleproof check ${scenario.name}\`.`,
    );
  }
  const mistakes = nameMistakes(confusionOf(results, system.dataset.label.values ?? []));
  throw new UserError(
    `${wrong} of ${all} rows of ${system.id} were predicted wrongly by ${scenario.target} (${mistakes}): are its labels swapped, or is it another model? No load was sent; see \`scaleproof check ${scenario.name}\`.`,
  );
}
