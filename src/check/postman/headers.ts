/** Reads the headers of a collection's request. */
import type { PostmanRequest } from './collection.ts';
import { substitute, unresolved, type Variables } from './variables.ts';

/** Headers that the HTTP client sets. */
const CONNECTION_HEADERS = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);

/**
 * @param contentType for a request without its own
 * @returns the headers, or why they cannot be sent
 */
export function headersOf(
  header: PostmanRequest['header'],
  variables: Variables,
  contentType: string | null,
): Record<string, string> | string {
  const headers: Record<string, string> =
    contentType === null ? {} : { 'content-type': contentType };
  for (const [written, raw] of enabledPairs(header)) {
    const name = substitute(written, variables).trim().toLowerCase();
    const value = substitute(raw, variables).trim();
    const open = unresolved(name + value);
    if (open.length > 0)
      return `{{${open[0]}}} of header "${written}" has no value in the collection`;
    if (name === '' || CONNECTION_HEADERS.has(name)) continue;
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      return `header "${written}" has characters that HTTP does not allow`;
    }
    headers[name] = value;
  }
  return headers;
}

function enabledPairs(header: PostmanRequest['header']): [string, string][] {
  if (!header) return [];
  if (typeof header === 'string') {
    return header
      .split(/\r?\n/)
      .map((line) => line.split(/:(.*)/s))
      .map(([name = '', value = '']) => [name, value]);
  }
  return header
    .filter(({ disabled }) => !disabled)
    .map(({ key, value }) => [key ?? '', value ?? '']);
}
