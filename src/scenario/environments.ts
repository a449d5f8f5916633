/** Which environments a scenario has: its own, and those of the configuration file that fit it. */
import { relative } from 'node:path';
import { closest } from '../input/complaints.ts';
import { quoted } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import { contradicts } from './conflicts.ts';
import { definedIn, filesOf, mergeSources, type Sources } from './sources.ts';

/** The only environment that a scenario without environments has. */
const DEFAULT_ENVIRONMENT = 'local';

/**
 * A configuration file is shared. A scenario that names environments of its own has another of that file
 * only where both together make a whole: the file's stand-in is of no use to a scenario that fixes its target.
 *
 * @returns names, in the order of the files
 */
export function environmentsOf(sources: Omit<Sources, 'environment'>): string[] {
  const own = definedIn(sources.scenario);
  const shared = sources.config === null ? [] : definedIn(sources.config);
  const fits = (environment: string) => {
    const inIt = { ...sources, environment };
    const { config } = mergeSources(inIt) as { config?: { phases?: unknown } | null };
    return config?.phases !== undefined && !contradicts(inIt);
  };
  const usable = shared.filter((name) => own.length === 0 || own.includes(name) || fits(name));
  return [...new Set([...own, ...usable])];
}

/**
 * @param name the scenario's
 * @param shared the configuration file, if there were one
 * @throws UserError for an environment that the scenario does not have
 */
export function refuseUnknownEnvironment(sources: Sources, name: string, shared: string): void {
  const { environment, config } = sources;
  const known = environmentsOf(sources);
  if (known.includes(environment)) return;
  if (known.length === 0 && environment === DEFAULT_ENVIRONMENT) return;
  const files = filesOf(sources).map(({ file }) => file);
  const place = files.join(' or ');
  if (known.length === 0) {
    const absent =
      config === null ? ` (there is no ${relative(process.cwd(), shared) || shared})` : '';
    throw new UserError(
      `No environment ${quoted(environment)} in ${place}${absent}, which define no environments; add \`config.environments.${environment}\`, or name the file that has it with --config.`,
    );
  }
  const elsewhere =
    config !== null && definedIn(config).includes(environment)
      ? ` (the one in ${config.file} does not fit it)`
      : '';
  const meant = closest(environment, known);
  const next =
    meant === null
      ? `expected ${oneOf(known)}; add --env ${known[0]}.`
      : `did you mean "${meant}"? Add --env ${meant}.`;
  throw new UserError(
    `${place}: scenario ${name} has no environment ${quoted(environment)}${elsewhere}; ${next}`,
  );
}

/** `smoke, nightly or release`. */
function oneOf(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' or ');
}
