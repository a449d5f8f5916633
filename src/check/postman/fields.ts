/** Reads a request's fields from its query or its JSON body. */
import { parseObject } from '../../systems/contract.ts';

export type Fields = ReadonlyMap<string, string>;

/**
 * The body's fields or, without a JSON body, the query's. All values become text without
 * white space: `"5.1"` and `5.1` are equal.
 */
export function fieldsOf({ path, body }: { path: string; body: string | null }): Fields {
  const inBody = body === null ? null : parseObject(body);
  const given = inBody ? Object.entries(inBody) : new URL(path, 'http://host').searchParams;
  const fields = new Map<string, string>();
  for (const [name, value] of given) {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
    fields.set(name, text.replaceAll(/\s+/g, ''));
  }
  return fields;
}
