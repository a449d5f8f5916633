/** Words each schema violation as one sentence: location, key, what was found, what to do. */
import leven from 'leven';
import type { z } from 'zod';
import { expectedAt, knownKeys, type Path } from './expected.ts';

type Issue = z.core.$ZodIssue;

/** A misspelt key is at most this many edits away from the intended one. */
const SUGGESTION_DISTANCE = 3;

/**
 * @param locate returns the file and line of a path
 * @returns one line per issue
 */
export function complain(
  schema: z.ZodType,
  issues: readonly Issue[],
  value: unknown,
  locate: (path: Path) => string,
): string[] {
  return issues.flatMap((issue) => {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const known = knownKeys(schema, path);
        return `${locate([...path, key])}: unknown key "${[...path, key].join('.')}"${suggest(key, known)}`;
      });
    }
    // The whole value has no key.
    const key = path.length > 0 ? `"${path.join('.')}": ` : '';
    return `${locate(path)}: ${key}${expectedAndFound(schema, issue, value)}.`;
  });
}

/** Completes a sentence: `; did you mean "x"?` for a near miss, else the allowed words. */
export function suggest(key: string, known: readonly string[]): string {
  const nearest = closest(key, known);
  if (nearest) return `; did you mean "${nearest}"?`;
  return known.length > 0 ? `; expected one of ${known.join(', ')}.` : '.';
}

export function closest(word: string, known: readonly string[]): string | null {
  const ranked = known
    .map((candidate) => ({
      candidate,
      distance: leven(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (!best || best.distance > Math.min(SUGGESTION_DISTANCE, Math.ceil(word.length / 2)))
    return null;
  return best.candidate;
}

/** How zod's own messages begin; messages written in the schemas begin differently. */
const WORDED_BY_ZOD = /^(?:Invalid|Too (?:small|big))\b/;

/** `expected a number above 0, found 0`. */
function expectedAndFound(schema: z.ZodType, issue: Issue, value: unknown): string {
  // The path ends at the key itself; the nested issues say what is wrong with it.
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  const path = issue.path as Path;
  const found = valueAt(value, path);
  const expected = WORDED_BY_ZOD.test(issue.message) ? expectedAt(schema, path) : null;
  if (expected === null) return `${issue.message}${foundScalar(found)}`;
  return `expected ${expected}${foundScalar(found) || `, found ${nameOf(found)}`}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | null | undefined)?.[key],
    value,
  );
}

/** Completes a sentence; empty for values too long to quote. */
function foundScalar(found: unknown): string {
  if (found === undefined || found === null) return ', found nothing';
  // JSON has no word for NaN and Infinity.
  if (typeof found === 'number') return `, found ${found}`;
  return typeof found === 'object' || typeof found === 'function'
    ? ''
    : `, found ${JSON.stringify(found)}`;
}

function nameOf(found: unknown): string {
  if (!Array.isArray(found)) return typeof found === 'function' ? 'a function' : 'an object';
  return found.length === 0 ? 'an empty list' : `a list of ${found.length}`;
}
