/**
 * Holds a user's codec to its contract. No compiler has seen the module, and what it returns would
 * otherwise fail far from it: in a signature, a header or a count.
 */
import { quoted } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import type { Answer, Codec, DatasetRow, HttpRequest, Way } from './contract.ts';
import { OUTCOMES } from './outcome.ts';

const ANSWERS: ReadonlySet<unknown> = new Set(
  OUTCOMES.filter((outcome) => outcome !== 'timeout' && outcome !== 'network'),
);

/**
 * @param module named in messages
 * @returns a codec whose `encode` and `decode` throw a UserError where the module breaks the contract;
 *   what `decode` itself throws, it throws on
 */
export function guardedCodec(codec: Codec, module: string, way: Way): Codec {
  return {
    encode(row, address) {
      const place = placeOf(module, way, 'encode', row);
      let request: unknown;
      try {
        request = codec.encode(row, address);
      } catch (cause) {
        throw new UserError(
          `${place}: expected a request, but it threw ${thrown(cause)}; correct the module or the row.`,
          { cause },
        );
      }
      const wrong = wrongInRequest(request);
      if (wrong === null) return request as HttpRequest;
      throw new UserError(`${place}: ${wrong}; correct the module.`);
    },
    decode(response, row) {
      const answer: unknown = codec.decode(response, row);
      const wrong = wrongInAnswer(answer);
      if (wrong === null) return answer as Answer;
      throw new UserError(`${placeOf(module, way, 'decode', row)}: ${wrong}; correct the module.`);
    },
  };
}

function placeOf(module: string, way: Way, method: string, { number }: DatasetRow): string {
  const row = number > 0 ? `, row ${number}` : '';
  return `${module}, ways.${way}.${method}${row}`;
}

function thrown(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}: ${quoted(cause.message)}` : found(cause);
}

function wrongInRequest(request: unknown): string | null {
  if (!isObject(request)) return `expected a request, found ${found(request)}`;
  const { method, path, headers, body } = request;
  if (method !== 'GET' && method !== 'POST') {
    return `"method": expected GET or POST, found ${found(method)}`;
  }
  if (typeof path !== 'string' || !/^\/[\x21-\x7e]*$/.test(path)) {
    return `"path": expected a path that begins with / and is percent-encoded, found ${found(path)}`;
  }
  if (!isObject(headers)) return `"headers": expected an object, found ${found(headers)}`;
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') {
      return `"headers.${name}": expected text, found ${found(value)}`;
    }
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || !/^[\t\x20-\x7e]*$/.test(value)) {
      return `"headers.${name}": expected a header of printable ASCII, found ${quoted(value)}`;
    }
  }
  if (body !== null && typeof body !== 'string') {
    return `"body": expected text or null, found ${found(body)}`;
  }
  return null;
}

function wrongInAnswer(answer: unknown): string | null {
  if (!isObject(answer)) return `expected an outcome, found ${found(answer)}`;
  const { outcome, predicted, coldStart } = answer;
  if (!ANSWERS.has(outcome)) {
    return `"outcome": expected one of ${[...ANSWERS].join(', ')}, found ${found(outcome)}`;
  }
  if (predicted !== null && typeof predicted !== 'string') {
    return `"predicted": expected text or null, found ${found(predicted)}`;
  }
  if (coldStart !== undefined && typeof coldStart !== 'boolean') {
    return `"coldStart": expected true, false or nothing, found ${found(coldStart)}`;
  }
  return null;
}

/** A promise is no object of the contract: whoever returns one has made the function async. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !isPromise(value) && !Array.isArray(value);
}

function isPromise(value: object): boolean {
  return typeof (value as { then?: unknown }).then === 'function';
}

function found(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return String(value);
  if (isPromise(value)) return 'a promise (the function must not be async)';
  return Array.isArray(value) ? 'a list' : 'an object';
}
