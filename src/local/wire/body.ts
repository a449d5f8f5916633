/** Reads a request body up to a maximum length. */
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** The body was too long and was discarded as it arrived. */
export const TOO_LARGE = Symbol('body too large');

/**
 * Calls back once, with the body or TOO_LARGE; never if the client disconnects first, since nobody is
 * left to answer. A callback rather than a promise for speed: every request passes here.
 *
 * A body that is too long is still read to its end, within the server's time limit: a client refused
 * while sending would see a broken connection instead of the refusal.
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

/** SDKs compress what they put into CloudWatch from 10 KB on. One that cannot be read stays as it is. */
export function unzipped(
  body: Buffer | typeof TOO_LARGE,
  encoding: string | undefined,
  maxBytes: number,
): Buffer | typeof TOO_LARGE {
  if (encoding !== 'gzip' || body === TOO_LARGE) return body;
  try {
    return gunzipSync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? TOO_LARGE : body;
  }
}
