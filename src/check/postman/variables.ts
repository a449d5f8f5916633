/** Substitutes `{{name}}` in a collection; inner folders override outer ones. */
import type { Variable } from './collection.ts';

export type Variables = ReadonlyMap<string, string>;

/** A value may contain variables; beyond this depth, they are circular. */
const MAX_DEPTH = 10;
const REFERENCE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** @returns `outer` with an inner folder's variables overriding it */
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

/** Leaves variables without a value. An empty value counts as none: exports blank secrets. */
export function substitute(text: string, variables: Variables): string {
  let filled = text;
  for (let depth = 0; depth < MAX_DEPTH && filled.includes('{{'); depth += 1) {
    filled = filled.replace(REFERENCE, (whole, name: string) => variables.get(name) || whole);
  }
  return filled;
}

/** The names that `substitute` left unresolved. */
export function unresolved(text: string): string[] {
  return [...new Set([...text.matchAll(REFERENCE)].map(([, name]) => name!))];
}
