/** Reads one request and its response as a user pastes them: a curl command, HTTP text or a body. */
import { UserError } from '../input/user-error.ts';

export interface PastedRequest {
  readonly method: 'GET' | 'POST';
  /** Scheme, host and port; null when only a path or a body was pasted. */
  readonly origin: string | null;
  /** Path and query; null when only a body was pasted. */
  readonly path: string | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

interface Parts {
  method: string | null;
  url: string | null;
  readonly headers: Record<string, string>;
  body: string | null;
}

/** @throws UserError when the text is no request that a system can send */
export function readRequest(text: string): PastedRequest {
  const trimmed = text.trim();
  if (trimmed === '')
    throw new UserError('The request is empty; paste a curl command, HTTP text or a JSON body.');
  const parts = /^curl\s/.test(trimmed)
    ? curlParts(shellWords(trimmed))
    : /^[A-Z]+ \S+/.test(trimmed)
      ? httpParts(trimmed)
      : { method: null, url: null, headers: {}, body: trimmed };
  const method = parts.method ?? (parts.body === null ? 'GET' : 'POST');
  if (method !== 'GET' && method !== 'POST') {
    throw new UserError(
      `The request's method is ${method}; expected GET or POST, which prediction APIs use.`,
    );
  }
  return { method, ...addressOf(parts), headers: parts.headers, body: parts.body || null };
}

/** The body of a response: without a status line and headers, where they were pasted too. */
export function readResponseBody(text: string): string {
  const unix = text.replaceAll('\r\n', '\n').trim();
  if (!/^HTTP\/\d/.test(unix)) return unix;
  const [head = '', ...rest] = unix.split('\n\n');
  const status = Number(/^HTTP\/\S+ (\d{3})/.exec(head)?.[1]);
  if (!(status >= 200 && status < 300)) {
    throw new UserError(`The response is HTTP ${status}; paste one with a prediction.`);
  }
  return rest.join('\n\n').trim();
}

function addressOf({ url, headers }: Parts): Pick<PastedRequest, 'origin' | 'path'> {
  if (url === null) return { origin: null, path: null };
  if (url.startsWith('/')) {
    const origin = headers.host === undefined ? null : `https://${headers.host}`;
    return { origin, path: url };
  }
  const full = /^https?:\/\//.test(url) ? url : `http://${url}`;
  if (!URL.canParse(full))
    throw new UserError(`The request's URL "${url}" is not a URL; paste the request again.`);
  const { origin, pathname, search } = new URL(full);
  return { origin, path: pathname + search };
}

function httpParts(text: string): Parts {
  const [head = '', ...rest] = text.replaceAll('\r\n', '\n').split('\n\n');
  const [first = '', ...lines] = head.split('\n');
  const [method = null, url = null] = first.split(' ');
  return { method, url, headers: toHeaders(lines), body: rest.join('\n\n').trim() || null };
}

function toHeaders(lines: readonly string[]): Record<string, string> {
  const entries = lines.flatMap((line) => {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line.trim()) ?? [];
    return name === undefined ? [] : [[name.toLowerCase(), value ?? ''] as const];
  });
  return Object.fromEntries(entries);
}

/** Options of curl that take a value and say nothing about the request itself. */
const OTHER_WITH_VALUE =
  /^(-[AceEFhKmoPQrtTUwxyYz]|--(user-agent|max-time|connect-timeout|output|proxy|cacert|cert|key|retry|write-out))$/;

function curlParts([, ...words]: readonly string[]): Parts {
  const parts: Parts = { method: null, url: null, headers: {}, body: null };
  const rest = words.values();
  const value = () => rest.next().value ?? '';
  for (const word of rest) {
    if (word === '-X' || word === '--request') parts.method = value().toUpperCase();
    else if (word === '-H' || word === '--header')
      Object.assign(parts.headers, toHeaders([value()]));
    else if (/^(-d|--data(-raw|-binary|-ascii)?)$/.test(word)) parts.body = bodyOf(value());
    else if (word === '--json') {
      parts.body = bodyOf(value());
      parts.headers['content-type'] ??= 'application/json';
    } else if (word === '--url') parts.url = value();
    // Only that it is sent matters: the value is never written.
    else if (/^(-u|--user)$/.test(word)) parts.headers.authorization ??= `Basic ${value()}`;
    else if (/^(-b|--cookie)$/.test(word)) parts.headers.cookie ??= value();
    else if (OTHER_WITH_VALUE.test(word)) value();
    else if (!word.startsWith('-')) parts.url = word;
  }
  if (parts.url === null)
    throw new UserError('The curl command names no URL; paste the whole command.');
  return parts;
}

function bodyOf(data: string): string {
  if (!data.startsWith('@')) return data;
  throw new UserError(
    `The curl command reads its body from ${data.slice(1)}; paste it with the body itself.`,
  );
}

/** Splits a command as a POSIX shell does; variables stay as they are. */
export function shellWords(command: string): string[] {
  const words: string[] = [];
  const text = command.replaceAll(/\\\r?\n/g, ' ');
  const WORD = /\s*((?:'[^']*'|\$'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+)/gsy;
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    words.push(unquoted(match[1] ?? ''));
  }
  return words;
}

function unquoted(word: string): string {
  return word.replaceAll(
    /'([^']*)'|\$'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs,
    (_, single?: string, ansi?: string, double?: string, escaped?: string) =>
      single ??
      ansi?.replaceAll(/\\(.)/gs, '$1') ??
      double?.replaceAll(/\\([$`"\\\n])/g, '$1') ??
      escaped ??
      '',
  );
}
