/** AWS APIs in front of a stand-in that deny some operations, as a policy that lacks them would. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

export interface GuardedAws {
  readonly url: string;
  /** Operations that came, by the `x-amz-target` header or `METHOD path`. */
  readonly asked: string[];
}

/** @param denied what the operations to deny contain */
export async function guard(standIn: string, denied: readonly string[]): Promise<GuardedAws> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const operation = operationOf(request);
    asked.push(operation);
    if (denied.some((each) => operation.includes(each))) {
      const message = `User is not authorized to perform ${operation}`;
      response.writeHead(403, {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-errortype': 'AccessDeniedException',
      });
      response.end(JSON.stringify({ __type: 'AccessDeniedException', message }));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(`${standIn}${request.url}`, {
      method: request.method!,
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, {
      ...Object.fromEntries(answer.headers),
      connection: 'close',
    });
    response.end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function operationOf({ headers, method, url }: IncomingMessage): string {
  return String(headers['x-amz-target'] ?? `${method} ${url}`);
}
