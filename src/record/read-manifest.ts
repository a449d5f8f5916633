/** Reads `manifest.json`, or explains in one sentence why it cannot. */
import { join } from 'node:path';
import { z } from 'zod';
import { MANIFEST_VERSION, type Manifest, manifestSchema } from './manifest.ts';
import { readRegularText } from './read-regular.ts';
import { scaleproofVersion } from './versions.ts';

export class UnreadableRunError extends Error {
  override name = 'UnreadableRunError';
}

const versioned = z.looseObject({ schemaVersion: z.int() });

/** @throws UnreadableRunError */
export async function readManifest(directory: string): Promise<Manifest> {
  const file = join(directory, 'manifest.json');
  let text: string;
  try {
    text = await readRegularText(file);
  } catch (cause) {
    throw new UnreadableRunError(
      `${directory} is not a run directory: it has no readable manifest.json; pass a directory that \`scaleproof run\` created, under reports/ by default.`,
      { cause },
    );
  }
  return parseManifest(text, file);
}

/**
 * @param file its path, for the message
 * @throws UnreadableRunError
 */
export function parseManifest(text: string, file: string): Manifest {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw notAManifest(file, 'it is not JSON', cause);
  }
  const version = versioned.safeParse(given).data?.schemaVersion ?? 0;
  if (version > MANIFEST_VERSION) {
    throw new UnreadableRunError(
      `${file} has schema version ${version}, but Scaleproof ${scaleproofVersion()} reads version ${MANIFEST_VERSION}; upgrade Scaleproof to report on this run.`,
    );
  }
  const { data, error } = manifestSchema.safeParse(given);
  if (data === undefined) throw notAManifest(file, complaint(given, error.issues[0]?.path), error);
  return data;
}

function notAManifest(file: string, why: string, cause: unknown): UnreadableRunError {
  return new UnreadableRunError(
    `${file} is not a manifest of schema version ${MANIFEST_VERSION} (${why}); restore the file, or run the scenario again.`,
    { cause },
  );
}

function complaint(given: unknown, path: readonly PropertyKey[] = []): string {
  if (path.length === 0) return 'it is not an object';
  const value = path.reduce<unknown>((inner, key) => Object(inner)[key], given);
  return `\`${path.join('.')}\` is ${value === undefined ? 'missing' : 'invalid'}`;
}
