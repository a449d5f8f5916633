/** Turns what a schema finds wrong into one sentence: where, which key, what came, what to do. */
import leven from 'leven';
import { z } from 'zod';
import type { Path } from './sources.ts';

type Issue = z.core.$ZodIssue;

/** A misspelt key is at most this many edits away from the one that was meant. */
const SUGGESTION_DISTANCE = 3;

/**
 * @param locate the file and line of a path
 * @returns one line for each issue
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
    const name = path.join('.');
    // The schema's message names the type that came; the value itself says more.
    const message = issue.message.replace(/^Invalid input: /, '').replace(/, received \w+$/, '');
    return `${locate(path)}: "${name}": ${message}${foundAt(value, path)}.`;
  });
}

/** The end of a sentence: `; did you mean "x"?` for a near miss, else what is allowed. */
export function suggest(key: string, known: readonly string[]): string {
  const nearest = closest(key, known);
  if (nearest) return `; did you mean "${nearest}"?`;
  return known.length > 0 ? `; known are ${known.join(', ')}.` : '.';
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

function foundAt(value: unknown, path: Path): string {
  const found = path.reduce<unknown>(
    (at, key) => (at as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
  if (found === undefined) return ', found nothing';
  return typeof found === 'object' ? '' : `, found ${JSON.stringify(found)}`;
}

interface JsonSchema {
  readonly properties?: Record<string, JsonSchema>;
  readonly items?: JsonSchema;
  readonly prefixItems?: JsonSchema[];
  readonly anyOf?: JsonSchema[];
}

/** Keys the schema allows at `path`, read off its JSON Schema form. */
function knownKeys(schema: z.ZodType, path: Path): string[] {
  let at: JsonSchema | undefined = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  for (const key of path) {
    if (typeof key === 'number') at = at?.prefixItems?.[key] ?? at?.items;
    else at = at?.properties?.[key];
  }
  return Object.keys(at?.properties ?? {});
}
