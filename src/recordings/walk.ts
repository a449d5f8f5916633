/** Visits every text of a JSON value, also in JSON that is written into a text. Pure. */
import type { Json } from './recording.ts';

export interface Visit {
  /** @returns what replaces the text; the same text where it stays */
  readonly text: (text: string, key: string, parent: Json) => string;
  /** @returns what replaces the member's name; null leaves the member out */
  readonly member: (key: string) => string | null;
  readonly number?: (value: number) => number;
}

export function walk<T>(value: T, visit: Visit, key = '', parent: Json = {}): T {
  return visited(value, visit, key, parent) as T;
}

function visited(value: unknown, visit: Visit, key: string, parent: Json): unknown {
  if (typeof value === 'string') {
    const inner = jsonIn(value);
    if (inner === undefined) return visit.text(value, key, parent);
    return JSON.stringify(visited(inner, visit, key, parent));
  }
  if (typeof value === 'number') return visit.number ? visit.number(value) : value;
  if (Array.isArray(value)) return value.map((each) => visited(each, visit, key, parent));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Json;
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, each]) => {
      const member = visit.member(name);
      return member === null ? [] : [[member, visited(each, visit, name, object)]];
    }),
  );
}

/** An object or a list; any other text stays a text. */
function jsonIn(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
