/** Reads what a capacity test found from its directory. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../input/user-error.ts';
import { readCapacity, STEPS_FILE } from '../record/read-capacity.ts';
import { readRegularText } from '../record/read-regular.ts';
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

async function readFile(file: string): Promise<Capacity> {
  let given: unknown;
  try {
    given = JSON.parse(await readRegularText(file));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'is not JSON' : 'does not exist or cannot be read';
    throw new UserError(
      `${file} ${why}; name the directory of a finished \`scaleproof capacity SCENARIO\`.`,
      { cause },
    );
  }
  const version = (given as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (typeof version === 'number' && version > CAPACITY_VERSION) {
    throw new UserError(
      `${file} has schema version ${version}, and this Scaleproof reads version ${CAPACITY_VERSION}; upgrade Scaleproof.`,
    );
  }
  const { data, error } = capacitySchema.safeParse(given);
  if (data !== undefined) return data;
  const key = error.issues[0]?.path.join('.') || 'the whole file';
  throw new UserError(
    `${file} is not what a capacity test writes (see ${key}); run \`scaleproof capacity SCENARIO\` again.`,
    { cause: error },
  );
}
