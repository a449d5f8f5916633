/** Stands between the collector and AWS; can let the credentials expire, or leave calls unanswered. */
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As the services with a JSON protocol say it. */
const EXPIRED = JSON.stringify({
  __type: 'ExpiredTokenException',
  message: 'The security token included in the request is expired',
});

export class FlakyAws {
  readonly #server: Server;
  #mood: 'forward' | 'expired' | 'hang' = 'forward';

  private constructor(to: string) {
    this.#server = createServer((incoming, answer) => {
      if (this.#mood === 'hang') return;
      if (this.#mood === 'expired') {
        incoming.resume();
        answer.writeHead(400, { 'x-amzn-errortype': 'ExpiredTokenException' });
        answer.end(EXPIRED);
        return;
      }
      const { method, url, headers } = incoming;
      const onward = request(new URL(url ?? '/', to), { method, headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      });
      onward.once('error', () => answer.destroy());
      incoming.pipe(onward);
    });
  }

  /** @param to where calls go while nothing is wrong */
  static async open(to: string): Promise<FlakyAws> {
    const aws = new FlakyAws(to);
    aws.#server.listen(0, '127.0.0.1');
    await once(aws.#server, 'listening');
    return aws;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on every call is refused as AWS refuses credentials that have expired. */
  expire(): void {
    this.#mood = 'expired';
  }

  /** From now on no call is answered. */
  hang(): void {
    this.#mood = 'hang';
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
