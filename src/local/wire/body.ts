/** Reading a request's body with a bound on its length. */
import type { IncomingMessage } from 'node:http';

/** The body was longer than the bound, and was thrown away as it came. */
export const TOO_LARGE = Symbol('body too large');

/**
 * Calls back once, with the body or TOO_LARGE. Not at all when the client goes away first: there is
 * nobody left to answer. A callback, because this is on the path of every request.
 *
 * A body that is too long is still read to its end (the server's time limit bounds that): a client
 * that is refused in the middle of sending sees a broken connection, not the refusal.
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  done: (body: Buffer | typeof TOO_LARGE) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  });
  request.on('end', () => {
    if (length > maxBytes) done(TOO_LARGE);
    else done(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
  });
}
