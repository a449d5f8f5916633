/** Looks once more, in what was written: is any of the replaced names left in it? */
import { anyOf, type Name } from './names.ts';

/** @returns the names found in `text`, each once; the words of AWS's own are not looked for */
export function leftovers(text: string, names: readonly Name[]): string[] {
  const any = anyOf(names);
  if (any === null) return [];
  const left = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    for (const string of stringsOf(JSON.parse(line))) {
      for (const [name] of string.matchAll(any)) left.add(name);
    }
  }
  return [...left];
}

/** Texts and names of members; a number is never a name. */
function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      if (!Array.isArray(value)) yield key;
      yield* stringsOf(each);
    }
  }
}
