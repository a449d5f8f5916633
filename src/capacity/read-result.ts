/** Reads what a capacity test found from its directory. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCapacity, STEPS_FILE } from '../record/read-capacity.ts';
import { readWritten } from '../record/read-written.ts';
import { capacityOf } from './capacity-of.ts';
import { CAPACITY_VERSION, type Capacity, capacitySchema } from './result.ts';

export const CAPACITY_FILE = 'capacity.json';

export function isCapacityTest(directory: string): boolean {
  return [STEPS_FILE, CAPACITY_FILE].some((file) => existsSync(join(directory, file)));
}

/**
 * Judged again from its record, as a test that was killed has nothing else; from `capacity.json` where only that
 * was kept.
 *
 * @throws UserError or UnreadableRunError (as a rejection) naming the file, what is wrong with it and the next step
 */
export async function readCapacityResult(directory: string): Promise<Capacity> {
  return existsSync(join(directory, STEPS_FILE))
    ? capacityOf(await readCapacity(directory))
    : readFile(join(directory, CAPACITY_FILE));
}

function readFile(file: string): Promise<Capacity> {
  return readWritten(file, capacitySchema, {
    version: CAPACITY_VERSION,
    isNot: 'not what a capacity test writes',
    next: 'name the directory of a finished `scaleproof capacity SCENARIO`, or run it again.',
  });
}
