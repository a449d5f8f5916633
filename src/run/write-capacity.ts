/** Judges the directory of a capacity test and writes its result into it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capacityOf } from '../capacity/capacity-of.ts';
import { CAPACITY_FILE } from '../capacity/read-result.ts';
import type { Capacity } from '../capacity/result.ts';
import { RunNotWrittenError } from '../record/not-written.ts';
import { readCapacity } from '../record/read-capacity.ts';

/** @throws UnreadableRunError when the directory is no capacity test; RunNotWrittenError */
export async function writeCapacity(directory: string): Promise<Capacity> {
  const capacity = capacityOf(await readCapacity(directory));
  const file = join(directory, CAPACITY_FILE);
  await writeFile(file, `${JSON.stringify(capacity, null, 2)}\n`).catch((cause: unknown) => {
    throw new RunNotWrittenError(file, cause);
  });
  return capacity;
}
