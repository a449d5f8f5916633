/** Watches the endpoint: status and instance counts at every poll, the configuration once. */
import { fetchEndpoint, fetchEndpointConfig } from './endpoint.ts';
import type { Hosting } from './metrics/variant-metrics.ts';
import type { PollContext, Poller } from './poller.ts';

export interface EndpointIntervals {
  readonly endpointMs: number;
  /** Between attempts to read the configuration, until one succeeds. */
  readonly settingsMs: number;
}

export class EndpointWatch {
  readonly poller: Poller;
  readonly #configPoller: Poller;
  readonly #context: PollContext;
  #hosting: Hosting = 'unknown';
  #desired: number | undefined;
  #awaitsScaleIn = false;
  #scaleInSeen = false;
  #configSeen = false;

  constructor(context: PollContext, { endpointMs, settingsMs }: EndpointIntervals) {
    this.#context = context;
    this.poller = context.poller({
      api: 'DescribeEndpoint',
      intervalMs: endpointMs,
      poll: () => this.#pollEndpoint(),
    });
    this.#configPoller = context.poller({
      api: 'DescribeEndpointConfig',
      intervalMs: settingsMs,
      poll: () => this.#pollConfig(),
    });
  }

  get hosting(): Hosting {
    return this.#hosting;
  }

  /** Desired instances, as last seen; undefined for a serverless variant or while unknown. */
  get desired(): number | undefined {
    return this.#desired;
  }

  /** Whether the desired count has dropped since `awaitScaleIn`. */
  get scaleInSeen(): boolean {
    return this.#scaleInSeen;
  }

  awaitScaleIn(): void {
    this.#awaitsScaleIn = true;
  }

  /** Resolves after the first poll; nothing needs the configuration while the load runs. */
  async start(): Promise<void> {
    await this.poller.start();
    void this.#configPoller.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.poller.stop(), this.#configPoller.stop()]);
  }

  async #pollEndpoint(): Promise<void> {
    const { watch, clients, now, write } = this.#context;
    const observation = await fetchEndpoint(clients.sageMaker, watch, now());
    const { desiredInstanceCount: desired, serverless } = observation;
    if (desired !== undefined) {
      if (this.#awaitsScaleIn && desired < (this.#desired ?? 0)) this.#scaleInSeen = true;
      this.#desired = desired;
      this.#hosting = 'instances';
    } else if (serverless) this.#hosting = 'serverless';
    // When the response arrived: the state it reports is at most one round trip older.
    write({ ...observation, atMs: now() });
  }

  async #pollConfig(): Promise<void> {
    if (this.#configSeen) return;
    const { watch, clients, now, write } = this.#context;
    const config = await fetchEndpointConfig(clients.sageMaker, watch, now());
    this.#configSeen = true;
    write({ ...config, atMs: now() });
  }
}
