/** Reads what a directory tells of a curve: that of a capacity test, or of an ordinary run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../input/user-error.ts';
import { readRun } from '../record/read.ts';
import { readRegularText } from '../record/read-regular.ts';
import { judge } from '../verdict/judge.ts';
import { pointsOfRun, pointsOfTest, type Told } from './points.ts';
import { CAPACITY_VERSION, type Capacity, capacitySchema } from './result.ts';

export const CAPACITY_FILE = 'capacity.json';

/** @throws UserError or UnreadableRunError, in one sentence */
export async function readTold(directory: string): Promise<Told> {
  const file = join(directory, CAPACITY_FILE);
  if (existsSync(file)) return pointsOfTest(await readCapacity(file));
  const record = await readRun(directory);
  return pointsOfRun(record, judge(record));
}

async function readCapacity(file: string): Promise<Capacity> {
  const advice = 'run `scaleproof capacity` again, or leave its directory out.';
  let given: unknown;
  try {
    given = JSON.parse(await readRegularText(file));
  } catch (cause) {
    throw new UserError(`${file} is not JSON; ${advice}`, { cause });
  }
  const read = capacitySchema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UserError(
    `${file}: expected the result of a capacity test, version ${CAPACITY_VERSION}; ${issue?.path.join('.') || 'it'} does not fit (${issue?.message}); ${advice}`,
  );
}
