/** Resolves where to send a request of a collection. */
import type { PostmanUrl } from './collection.ts';
import { substitute, unresolved, type Variables } from './variables.ts';

export interface Destination {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  readonly notes: readonly string[];
}

export interface DestinationOptions {
  /** Replaces the collection's host; null keeps it. */
  readonly target: string | null;
  /** The system's own path, for an address that is only a variable without a value. */
  readonly ownPath: string;
}

/** @returns a destination, or why there is none */
export function destinationOf(
  url: PostmanUrl | undefined,
  variables: Variables,
  { target, ownPath }: DestinationOptions,
): Destination | string {
  const written = url === undefined ? '' : rawAddress(url);
  if (written.trim() === '') return 'it has no URL';
  const filled = substitute(written.trim(), variables);
  // If the target replaces the host, the host need not be known.
  const [leading = '', host] = /^\{\{\s*([^{}]+?)\s*\}\}/.exec(filled) ?? [];
  const isOpenHost = target !== null && host !== undefined;
  const text = isOpenHost ? `http://host${filled.slice(leading.length)}` : withScheme(filled);
  const open = unresolved(text);
  if (open.length > 0)
    return `${open.map((name) => `{{${name}}}`).join(', ')} has no value in the collection`;
  if (!URL.canParse(text)) return `"${filled}" is not a URL`;
  const parsed = new URL(text);
  if (!/^https?:$/.test(parsed.protocol)) return `"${filled}" is not an HTTP URL`;
  const path = parsed.pathname + parsed.search;
  if (!isOpenHost) return { origin: target ?? parsed.origin, path, notes: [] };
  const isBare = path === '/';
  return {
    origin: target,
    path: isBare ? ownPath : path,
    notes: [
      `{{${host}}} has no value in the collection: ${isBare ? `used the system's own path ${ownPath}` : 'treated as a host without a path'}`,
    ],
  };
}

function rawAddress(url: PostmanUrl): string {
  if (typeof url === 'string') return url;
  const raw = url.raw ?? assembled(url);
  // `/rows/:id`: replace path variables that have a value.
  return (url.variable ?? []).reduce((address, { key, value }) => {
    if (!key || value === undefined || value === null) return address;
    return address
      .split(/(?=[/?#])/)
      .map((part) => (part === `/:${key}` ? `/${value}` : part))
      .join('');
  }, raw);
}

function assembled({ protocol, host, port, path, query }: Exclude<PostmanUrl, string>): string {
  const join = (parts: typeof host, separator: string) =>
    typeof parts === 'string'
      ? parts
      : (parts ?? []).map((part) => (typeof part === 'string' ? part : part.value)).join(separator);
  const pairs = (query ?? [])
    .filter(({ disabled, key }) => !disabled && key)
    .map(({ key, value }) => `${key}=${value ?? ''}`);
  const joined = join(path, '/').replace(/^\//, '');
  return `${protocol ? `${protocol}://` : ''}${join(host, '.')}${port ? `:${port}` : ''}/${joined}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

/** Like Postman, defaults to http: `localhost:3000/rows`. */
function withScheme(address: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
}
