/** `{{name}}` in a collection: what stands for it, from the nearest folder outwards. */
import type { Variable } from './collection.ts';

export type Variables = ReadonlyMap<string, string>;

/** A value may hold variables in turn; deeper than this they go round in circles. */
const MAX_DEPTH = 10;
const REFERENCE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** @returns `outer` with those of an inner folder over them */
export function withVariables(
  outer: Variables,
  inner: readonly Variable[] | null | undefined,
): Variables {
  const all = new Map(outer);
  for (const { key, id, value, disabled } of inner ?? []) {
    const name = key ?? id;
    if (name !== undefined && !disabled && value !== undefined && value !== null) {
      all.set(name, String(value));
    }
  }
  return all;
}

/** Leaves in place what has no value; an empty value is none: exports blank out what is private. */
export function substitute(text: string, variables: Variables): string {
  let filled = text;
  for (let depth = 0; depth < MAX_DEPTH && filled.includes('{{'); depth += 1) {
    filled = filled.replace(REFERENCE, (whole, name: string) => variables.get(name) || whole);
  }
  return filled;
}

/** The names that `substitute` left in place. */
export function unresolved(text: string): string[] {
  return [...new Set([...text.matchAll(REFERENCE)].map(([, name]) => name!))];
}
