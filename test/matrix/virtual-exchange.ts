/** One HTTP exchange with a server's handler, without a socket between the two. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { HttpRequest, HttpResponse } from '../../src/systems/contract.ts';

/** The stand-in looks at the shape of a signature only. */
const SIGNED =
  'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/any/aws4_request, SignedHeaders=host, Signature=0';

/** @param onResponse called once, when the handler has answered; never, when it does not */
export function exchange(
  handler: RequestListener,
  request: HttpRequest,
  onResponse: (response: HttpResponse) => void,
): void {
  let status = 0;
  const headers: Record<string, string> = {};
  const body = request.body === null ? null : Buffer.from(request.body);
  const incoming = {
    url: request.path,
    method: request.method,
    headers: { authorization: SIGNED, ...request.headers },
    on(event: string, listener: (chunk?: Buffer) => void) {
      if (event === 'data' && body) listener(body);
      if (event === 'end') listener();
      return incoming;
    },
  };
  const outgoing = {
    setHeader(name: string, value: string) {
      headers[name] = value;
    },
    writeHead(code: number, fields: Record<string, string>) {
      status = code;
      Object.assign(headers, fields);
      return outgoing;
    },
    end(text: string) {
      onResponse({ status, headers, body: text });
    },
  };
  handler(incoming as unknown as IncomingMessage, outgoing as unknown as ServerResponse);
}
