/** Loads the system a scenario names, by built-in id or by module path. */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { suggest } from '../input/complaints.ts';
import { UserError } from '../input/user-error.ts';
import type { System } from './contract.ts';
import { SYSTEMS } from './registry.ts';
import { wrongMembers } from './system-shape.ts';

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
      `system module ${file} does not exist; expected a path relative to the scenario, or one of ${[...SYSTEMS.keys()].join(', ')}.`,
    );
  }
  const exported = await importModule(file);
  const system = exported.default ?? exported.system;
  if (system === undefined) {
    throw new UserError(
      `${file} exports no system; expected a default export, or one named \`system\`.`,
    );
  }
  const wrong = wrongMembers(system, file);
  if (wrong.length > 0) throw new UserError(wrong.join('\n'));
  return system as System;
}

async function importModule(file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`system module ${file} cannot be loaded: ${message}`, { cause });
  }
}
