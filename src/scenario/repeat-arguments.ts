/** What to type to get the same scenario again, as a run records it. */
import { basename, isAbsolute, relative } from 'node:path';
import type { Way } from '../systems/contract.ts';
import type { ScriptRequest } from './read-scenario.ts';

/** In the place of a value that may be secret. */
export const WITHHELD = 'WITHHELD';

/** What belongs to Scaleproof. Anything else, such as Artillery's variables and plugins, may hold a secret. */
const OWN_KEY = /^(?:target|(?:phases|scaleproof|engines\.replay)(?:\..+)?)$/;
const SECRET_KEY = /key|token|secret|password|authorization|cookie|header/i;
/** A URL's user name and password, the query of a URL or a path, and YAML that nests further keys. */
const SECRET_VALUE = /[@?#{[\n]/;

/** Without engine and seed, which a run records in any case; without what may be secret or names this machine. */
export function repeatArguments(
  request: ScriptRequest & { readonly way?: Way; readonly peakRps?: number },
  folder: string,
): string[] {
  const { scenario, environment, way, peakRps, set = [], config, region } = request;
  return [
    withinFolder(scenario, folder),
    ...['--env', environment],
    ...(way === undefined ? [] : ['--way', way]),
    ...(peakRps === undefined ? [] : ['--rate', String(peakRps)]),
    ...(region === undefined ? [] : ['--region', region]),
    ...(config === undefined ? [] : ['--config', withinFolder(config, folder)]),
    ...set.flatMap((entry) => ['--set', safe(entry)]),
  ];
}

/** An absolute path identifies the machine: below the folder it is made relative, elsewhere its name is kept. */
function withinFolder(path: string, folder: string): string {
  if (!isAbsolute(path)) return path;
  const from = relative(folder, path);
  return from.startsWith('..') || isAbsolute(from) ? basename(path) : from;
}

function safe(entry: string): string {
  const equals = entry.indexOf('=');
  const [key, value] = [entry.slice(0, equals), entry.slice(equals + 1)];
  const isKnown = OWN_KEY.test(key) && !SECRET_KEY.test(key) && !SECRET_VALUE.test(value);
  return value === '' || isKnown ? entry : `${key}=${WITHHELD}`;
}
