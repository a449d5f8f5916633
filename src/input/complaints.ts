/** Words each schema violation as one sentence: location, key, what was found, what to do. */
import leven from 'leven';
import type { z } from 'zod';
import { defaultAt, expectedAt, knownKeys, type Path } from './expected.ts';
import { quoted } from './quote.ts';

type Issue = z.core.$ZodIssue;

/** A misspelt key is at most this many edits away from the intended one. */
const SUGGESTION_DISTANCE = 3;
/** A shorter word is part of too many others. */
const MIN_PART_LENGTH = 4;

/**
 * @param locate returns the file and line of a path; of the place where a missing key belongs
 * @returns one line per issue: place, key, what was expected, what was found and the next step
 */
export function complain(
  schema: z.ZodType,
  issues: readonly Issue[],
  value: unknown,
  locate: (path: Path, isMissing: boolean) => string,
): string[] {
  return insideSections(issues, value).flatMap((issue) => {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const known = knownKeys(schema, path);
        const name = quoted([...path, key].join('.'));
        return `${locate([...path, key], false)}: unknown key ${name}${suggest(key, known)}`;
      });
    }
    // The whole value has no key.
    const key = path.length > 0 ? `"${path.join('.')}": ` : '';
    const found = valueAt(value, path);
    const sentence = expectedAndFound(schema, issue, found);
    return `${locate(path, found === undefined)}: ${key}${sentence}${nextStep(schema, path, found)}.`;
  });
}

/**
 * Where a word may stand in place of a section and a section was written, what is wrong inside it: zod
 * says only that neither alternative fits.
 */
export function insideSections(issues: readonly Issue[], value: unknown): Issue[] {
  return issues.flatMap((issue) => {
    const found = valueAt(value, issue.path as Path);
    if (issue.code !== 'invalid_union' || typeof found !== 'object' || found === null) return issue;
    const ofSection = issue.errors.find((all) => all.every(isInside));
    if (ofSection === undefined) return issue;
    const inner = ofSection.map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
    return insideSections(inner, value);
  });
}

function isInside({ code, path }: Issue): boolean {
  return path.length > 0 || code === 'unrecognized_keys' || code === 'custom';
}

/** Completes a sentence: `; did you mean "x"?` for a near miss, else the allowed words. */
export function suggest(key: string, known: readonly string[]): string {
  const meant = closest(key, known);
  if (meant) return `; did you mean "${meant}"?`;
  return known.length > 0 ? `; expected one of ${known.join(', ')}.` : '.';
}

/**
 * The word that was meant: one that `word` begins, such as `endpointName` for `endpoint`, one that it
 * ends, or one that is a few edits away. Of several that it begins, the first.
 */
export function closest(word: string, known: readonly string[]): string | null {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[-_ ]/g, '');
  const isPart = bare(word).length >= MIN_PART_LENGTH;
  const begun = known.find((candidate) => isPart && bare(candidate).startsWith(bare(word)));
  const ended = known.find((candidate) => isPart && bare(candidate).endsWith(bare(word)));
  return begun ?? ended ?? nearest(word, known);
}

function nearest(word: string, known: readonly string[]): string | null {
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
function expectedAndFound(schema: z.ZodType, issue: Issue, found: unknown): string {
  // The path ends at the key itself; the nested issues say what is wrong with it.
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  const path = issue.path as Path;
  const expected = WORDED_BY_ZOD.test(issue.message) ? expectedAt(schema, path) : null;
  // What a refinement says of a whole section already names what was found in it.
  if (expected === null && issue.code === 'custom') return `${issue.message}${foundScalar(found)}`;
  const sentence = expected === null ? issue.message : `expected ${expected}`;
  return `${sentence}${foundScalar(found) || `, found ${nameOf(found)}`}`;
}

/** Completes the sentence with what to do. */
function nextStep(schema: z.ZodType, path: Path, found: unknown): string {
  if (path.length === 0) return '';
  if (found === undefined) return '; add it';
  const standard = defaultAt(schema, path);
  return standard === null ? '; correct it' : `; correct it, or remove it (default: ${standard})`;
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
    : `, found ${typeof found === 'string' ? quoted(found) : String(found)}`;
}

function nameOf(found: unknown): string {
  if (!Array.isArray(found)) return typeof found === 'function' ? 'a function' : 'an object';
  return found.length === 0 ? 'an empty list' : `a list of ${found.length}`;
}
