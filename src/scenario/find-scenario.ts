/** Finds a scenario's file by its name or path. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { closest } from '../input/complaints.ts';
import { quoted, shown } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import { listScenarios, scenarioFolders } from './catalogue.ts';

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
  const folders = scenarioFolders();
  for (const folder of folders) {
    const file = join(folder, `${name}.yml`);
    if (name !== '' && existsSync(file)) return file;
  }
  const known = listScenarios(folders).map((each) => each.name);
  const meant = closest(name, known);
  const hint = meant
    ? `did you mean ${meant}?`
    : `expected one of ${known.join(', ')}, or a path to a .yml file.`;
  throw new UserError(`No scenario ${quoted(name)} in ${folders[0]}; ${hint}`);
}
