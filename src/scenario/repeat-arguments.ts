/** What to type to get the same scenario again, as a run records it. */
import { basename, isAbsolute, relative } from 'node:path';
import type { Way } from '../systems/contract.ts';
import type { ScriptRequest } from './read-scenario.ts';

/** In the place of a value that may be secret. */
export const WITHHELD = 'WITHHELD';

const SECRET_KEY =
  /(?:^|[._-])(?:api_?key|key|token|secret|password|authorization|headers?)(?:[._-]|$)/i;
/** Keys that name a file of this machine. */
const FILE_KEY = /(?:^|\.)(?:dataset|system)$/;
/** A URL's user name and password, and the query of a URL or a path. */
const SECRET_VALUE = /@|\?|:\/\/.*#/;

/** Without engine and seed, which a run records in any case; without what may be secret or names this machine. */
export function repeatArguments(
  { scenario, environment, way, set = [], config, region }: ScriptRequest & { readonly way?: Way },
  folder: string,
): string[] {
  return [
    withinFolder(scenario, folder),
    ...['--env', environment],
    ...(way === undefined ? [] : ['--way', way]),
    ...(region === undefined ? [] : ['--region', region]),
    ...(config === undefined ? [] : ['--config', withinFolder(config, folder)]),
    ...set.flatMap((entry) => ['--set', safe(entry, folder)]),
  ];
}

/** An absolute path identifies the machine: below the folder it is made relative, elsewhere its name is kept. */
function withinFolder(path: string, folder: string): string {
  if (!isAbsolute(path)) return path;
  const from = relative(folder, path);
  return from.startsWith('..') || isAbsolute(from) ? basename(path) : from;
}

function safe(entry: string, folder: string): string {
  const equals = entry.indexOf('=');
  const [key, value] = [entry.slice(0, equals), entry.slice(equals + 1)];
  const isSecret = SECRET_KEY.test(key) || SECRET_VALUE.test(value);
  if (value !== '' && isSecret) return `${key}=${WITHHELD}`;
  return FILE_KEY.test(key) ? `${key}=${withinFolder(value, folder)}` : entry;
}
