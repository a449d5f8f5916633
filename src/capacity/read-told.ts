/** Reads what a directory tells of a curve: that of a capacity test, or of an ordinary run. */
import { readRun } from '../record/read.ts';
import { judge } from '../verdict/judge.ts';
import { pointsOfRun, pointsOfTest, type Told } from './points.ts';
import { isCapacityTest, readCapacityResult } from './read-result.ts';

/** @throws UserError or UnreadableRunError, in one sentence */
export async function readTold(directory: string): Promise<Told> {
  if (isCapacityTest(directory)) return pointsOfTest(await readCapacityResult(directory));
  const record = await readRun(directory);
  return pointsOfRun(record, judge(record));
}
