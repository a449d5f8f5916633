/** A server before the stand-in that keeps what arrives and quotes, in errors, what it was sent. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { request as send } from 'undici';

export interface Arrival {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface HostileFront {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
  /** How many errors were answered that quote a request. */
  readonly quoted: () => number;
  close(): Promise<void>;
}

const HOP_BY_HOP = ['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'];

/**
 * @param standIn base URL of what answers when this server does not
 * @param refuses whether a request gets an error; told its number, from 1
 */
export async function startHostileFront(
  standIn: string,
  refuses: (request: IncomingMessage, number: number) => boolean,
): Promise<HostileFront> {
  const arrivals: Arrival[] = [];
  let quoted = 0;
  const server = createServer(async (request, response) => {
    const { url = '/', method = 'GET', headers } = request;
    arrivals.push({ url, headers });
    const body = await buffer(request);
    if (refuses(request, arrivals.length)) {
      quoted += 1;
      response.writeHead(403, { 'x-amzn-errortype': 'IncompleteSignatureException' });
      response.end(
        JSON.stringify({ __type: 'IncompleteSignatureException', message: quote(headers) }),
      );
      return;
    }
    const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name));
    const answer = await send(standIn + url, {
      method: method as 'GET',
      headers: Object.fromEntries(kept) as Record<string, string>,
      body: body.length > 0 ? body : null,
    });
    const answered = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
    response.writeHead(answer.statusCode, Object.fromEntries(answered));
    response.end(Buffer.from(await answer.body.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    quoted: () => quoted,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** As AWS words it, with the request's head after it. */
function quote(headers: IncomingHttpHeaders): string {
  const authorization =
    headers.authorization ?? 'AWS4-HMAC-SHA256 Credential=AKIDSOMEBODY/20260101, Signature=0abc';
  const head = Object.entries(headers).map(([name, value]) => `${name}:${value}`);
  return `'Credential' not a valid key=value pair in Authorization header: '${authorization}'. X-Amz-Security-Token: c29tZXRoaW5n ${head.join(' ')}`;
}
