/** Expands `{{ $env.NAME }}` (and `$processEnvironment`) in a script's strings, as Artillery does. */
import type { Path } from '../input/expected.ts';
import { UserError } from '../input/user-error.ts';

const PATTERN = String.raw`\{\{\s*\$(?:env|processEnvironment)\.(\w+)\s*\}\}`;
/** Whether a text has one. */
export const TEMPLATE = new RegExp(PATTERN);
const TEMPLATES = new RegExp(PATTERN, 'g');

/** @throws UserError naming the file and line of every variable that is not set */
export function expandEnvironmentVariables(
  script: Record<string, unknown>,
  env: NodeJS.ProcessEnv,
  at: (path: Path) => string,
): unknown {
  const missing: string[] = [];
  function expand(value: unknown, path: Path): unknown {
    if (typeof value === 'string') {
      return value.replaceAll(TEMPLATES, (_, name: string) => {
        if (path.at(-2) === 'headersFromEnvironment') {
          // Expanded, the value itself would be recorded with the scenario.
          throw new UserError(
            `${at(path)}: "headersFromEnvironment.${path.at(-1)}": expected only the variable name; write ${name}.`,
          );
        }
        const set = env[name];
        if (set) return set;
        missing.push(
          `${at(path)}: "${path.join('.')}" needs the environment variable ${name}, which is not set; export ${name}=… and run again.`,
        );
        return '';
      });
    }
    if (Array.isArray(value)) return value.map((item, index) => expand(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, expand(item, [...path, key])]),
    );
  }
  const expanded = expand(script, []);
  if (missing.length > 0) throw new UserError(missing.join('\n'));
  return expanded;
}

/** The variables that a text names, in order. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(TEMPLATES)].map(([, name]) => name!);
}
