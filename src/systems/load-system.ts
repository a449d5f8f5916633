/** Loads the system a scenario names, by built-in id or by module path. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { suggest } from '../input/complaints.ts';
import { shown } from '../input/quote.ts';
import { refuseUnlessFile } from '../input/read-text.ts';
import { UserError } from '../input/user-error.ts';
import { type System, WAYS } from './contract.ts';
import { guardedCodec } from './guarded-codec.ts';
import { SYSTEMS } from './registry.ts';
import { wrongMembers } from './system-shape.ts';
import { toComponent } from './to-component.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** `./my-system.ts` is a path, `wine` an id. */
function isPath(name: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(name);
}

/**
 * @param written the scenario's `system`
 * @param folder the scenario's folder, which relative paths start from
 * @returns an id unchanged or an absolute path, as `loadSystem` and `datasetFileOf` take
 */
export function systemReference(written: string, folder: string): string {
  return isPath(written) ? resolve(folder, written) : written;
}

/** @throws UserError (as a rejection) when no such system exists, or the module exports none */
export async function loadSystem(reference: string): Promise<System> {
  if (isPath(reference)) return importSystem(reference);
  const system = SYSTEMS.get(reference);
  if (system) return system;
  throw new UserError(`unknown system "${reference}"${suggest(reference, [...SYSTEMS.keys()])}`);
}

/** A system's own dataset: in `fixtures/`, or relative to the module of a system from outside. */
export function datasetFileOf(reference: string, system: System): string {
  return resolve(isPath(reference) ? dirname(reference) : FIXTURES, system.dataset.fixture);
}

async function importSystem(file: string): Promise<System> {
  if (!existsSync(file)) {
    throw new UserError(
      `system module ${file} does not exist; name another: expected a path relative to the scenario, or one of ${[...SYSTEMS.keys()].join(', ')}.`,
    );
  }
  // An import of a pipe would never end, and one of a device would fill the memory.
  refuseUnlessFile({ file, name: `system module ${file}`, next: 'name another' });
  const exported = await importModule(file);
  const system = exported.default ?? exported.system;
  if (system === undefined) {
    throw new UserError(
      `${file} exports no system; expected a default export, or one named \`system\`; add it.`,
    );
  }
  try {
    const wrong = wrongMembers(system, file);
    if (wrong.length > 0) throw new UserError(wrong.join('\n'));
    return guarded(system as System, file);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    // A member can be a getter that throws.
    throw unreadable(file, 'read', cause);
  }
}

/** @returns the same system with each codec held to its contract; without anything else it has */
function guarded({ id, title, dataset, ways, defaultWay }: System, file: string): System {
  const codecs = WAYS.flatMap((way) => {
    const codec = ways[way];
    return codec ? [[way, guardedCodec(codec, file, way)]] : [];
  });
  return toComponent({ id, title, dataset, ways: Object.fromEntries(codecs), defaultWay });
}

/** A module may wait for something that never comes; Node would then exit without a word. */
const IMPORT_TIMEOUT_MS = 20_000;

async function importModule(file: string): Promise<Record<string, unknown>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `it was not ready after ${IMPORT_TIMEOUT_MS / 1_000} s`;
    timer = setTimeout(() => reject(new Error(message)), IMPORT_TIMEOUT_MS);
  });
  try {
    return await Promise.race([import(pathToFileURL(file).href), late]);
  } catch (cause) {
    throw unreadable(file, 'loaded', cause);
  } finally {
    clearTimeout(timer);
  }
}

function unreadable(file: string, how: 'loaded' | 'read', cause: unknown): UserError {
  const message = shown(cause instanceof Error ? cause.message : String(cause));
  return new UserError(
    `system module ${file} cannot be ${how}: ${message}; correct it, or name another.`,
    { cause },
  );
}
