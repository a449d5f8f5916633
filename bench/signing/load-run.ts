/** Runs one load of the replay engine in a child process, against a target in this process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoadOrder {
  readonly origin: string;
  readonly isSigned: boolean;
  readonly rps: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly sent: number;
  /** Responses with a prediction, correct or wrong: the target always returns the same one. */
  readonly correct: number;
  readonly lagP99Ms: number;
  /** User and system time of the sending process per second of the load. */
  readonly cpuShare: number;
}

/** @throws Error (as a rejection) when the sending process ends without a result */
export async function runLoad(order: Omit<LoadOrder, 'origin'>): Promise<LoadResult> {
  const target = await startTarget();
  const { port } = target.address() as AddressInfo;
  const child = fork(new URL('./load-child.ts', import.meta.url));
  try {
    child.send({ ...order, origin: `http://127.0.0.1:${port}` } satisfies LoadOrder);
    const lost = once(child, 'exit').then(([code]) => {
      throw new Error(`The load process exited with ${code} and no result.`);
    });
    const [result] = await Promise.race([once(child, 'message'), lost]);
    lost.catch(() => {});
    return result as LoadResult;
  } finally {
    child.kill();
    target.closeAllConnections();
    target.close();
  }
}

/** Responds immediately to every request with the same prediction. */
async function startTarget(): Promise<Server> {
  const body = Buffer.from('unacc');
  const headers = { 'content-type': 'text/csv', 'content-length': body.length };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
