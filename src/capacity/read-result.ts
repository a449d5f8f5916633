/** Reads what a capacity test found from its directory. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../input/user-error.ts';
import { CAPACITY_VERSION, type Capacity, capacitySchema } from './result.ts';

export const CAPACITY_FILE = 'capacity.json';

export function isCapacityTest(directory: string): boolean {
  return existsSync(join(directory, CAPACITY_FILE));
}

/** @throws UserError (as a rejection) naming the file, what is wrong with it and the next step */
export async function readCapacity(directory: string): Promise<Capacity> {
  const file = join(directory, CAPACITY_FILE);
  let given: unknown;
  try {
    given = JSON.parse(await readFile(file, 'utf8'));
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
