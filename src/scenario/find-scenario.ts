/** Finds a scenario's file by its name or path. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closest } from '../input/complaints.ts';
import { quoted, shown } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * @param name `wine`, or a path
 * @returns an absolute path
 * @throws UserError naming what was looked for, and where
 */
export function findScenario(name: string): string {
  if (/[/\\]|\.ya?ml$/.test(name)) {
    if (existsSync(name)) return resolve(name);
    throw new UserError(
      `Scenario file ${shown(name)} does not exist; give another path, or a scenario name such as wine.`,
    );
  }
  const folders = [resolve('scenarios'), join(PROJECT, 'scenarios')];
  for (const folder of folders) {
    const file = join(folder, `${name}.yml`);
    if (name !== '' && existsSync(file)) return file;
  }
  const known = folders.flatMap(listScenarios);
  const meant = closest(name, known);
  const hint = meant
    ? `did you mean ${meant}?`
    : `expected one of ${[...new Set(known)].join(', ')}, or a path to a .yml file.`;
  throw new UserError(`No scenario ${quoted(name)} in ${folders[0]}; ${hint}`);
}

function listScenarios(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => basename(file, '.yml'));
}
