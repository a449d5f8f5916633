/** Checks that the watched function exists, with the version or alias that is named. Pure. */
import { parseFunctionName } from '../collector/function-settings.ts';
import type { WatchedScenario } from '../scenario/schema.ts';
import type { AwsAnswers } from './aws-answers.ts';
import { type Item, ok, problem } from './item.ts';

const FUNCTION = { id: 'function', group: 'Endpoint and scaling', title: 'Function' } as const;

/** None where the scenario names no function, or where it could not be read: permissions say why. */
export function functionItems(
  { watch, way, address }: WatchedScenario,
  answers: AwsAnswers,
): Item[] {
  const answer = answers.GetFunctionConfiguration;
  if (watch.functionName === undefined || answer === null) return [];
  const { name, qualifier } = parseFunctionName(watch.functionName);
  const which = `"${name}"${qualifier === undefined ? '' : ` with version or alias "${qualifier}"`}`;
  if (answer.ok) return [ok(FUNCTION, `${which} exists in ${watch.region}.`)];
  if (answer.failure.kind !== 'not-found') return [];
  const isInvoked = way === 'lambda' && address.functionName === watch.functionName;
  const effect = isInvoked ? 'so nothing can be invoked' : 'so nothing of it would be watched';
  return [
    problem(
      FUNCTION,
      `Function ${which} does not exist in ${watch.region}, ${effect}.`,
      'Correct watch.functionName, watch.region or the account.',
    ),
  ];
}
