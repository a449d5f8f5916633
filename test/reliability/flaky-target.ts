/** Stands between the load and its target, and can be made to refuse, hang or reset connections. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Mood = 'forward' | 'hang' | 'reset';

export class FlakyTarget {
  readonly #to: URL;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #port = 0;
  #mood: Mood = 'forward';

  private constructor(to: string) {
    this.#to = new URL(to);
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** @param to where requests go while nothing is wrong */
  static async open(to: string): Promise<FlakyTarget> {
    const target = new FlakyTarget(to);
    await target.comeBack();
    return target;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** From now on nothing that is asked is answered, on connections old and new. */
  hang(): void {
    this.#mood = 'hang';
    for (const socket of this.#sockets) socket.pause();
  }

  /** From now on every connection is reset, at once or as soon as something is asked on it. */
  reset(): void {
    this.#mood = 'reset';
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** From now on connections are refused. */
  async goAway(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Listens, on the same port as before. */
  async comeBack(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (this.#server.listening) await this.goAway();
  }

  #accept(socket: Socket): void {
    this.#keep(socket);
    if (this.#mood === 'reset') socket.resetAndDestroy();
    if (this.#mood !== 'forward') return;
    const onward = connect(Number(this.#to.port), this.#to.hostname);
    this.#keep(onward);
    socket.pipe(onward).pipe(socket);
    socket.once('close', () => onward.destroy());
    onward.once('close', () => socket.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // What is broken on purpose shows in the run that it is broken for.
    socket.on('error', () => {});
  }
}
