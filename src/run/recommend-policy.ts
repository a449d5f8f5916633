/** Recommends a policy from the directories of capacity tests and runs. */

import { isCapacityTest, readCapacityResult } from '../capacity/read-result.ts';
import { factsOf } from '../capacity/recommend/facts.ts';
import { recommend } from '../capacity/recommend/recommend.ts';
import type { Recommendation, RecommendOptions } from '../capacity/recommend/recommendation.ts';
import { readRun } from '../record/read.ts';

/**
 * @param directories in the order in which the user named them; of several tests, the last counts
 * @throws UserError, UnreadableRunError, CannotTellError
 */
export async function recommendPolicy(
  directories: readonly string[],
  options: RecommendOptions,
): Promise<Recommendation> {
  const [tests, runs] = [true, false].map((isTest) =>
    directories.filter((directory) => isCapacityTest(directory) === isTest),
  ) as [string[], string[]];
  return recommend(
    factsOf(await Promise.all(tests.map(readCapacityResult)), await Promise.all(runs.map(readRun))),
    options,
  );
}
