/** Watches the endpoint: status and instance counts at every poll, the configuration when it is another. */
import type { EndpointConfigObservation } from '../record/aws-events.ts';
import { readEndpoint } from './endpoint.ts';
import { readEndpointConfig } from './endpoint-config.ts';
import type { Hosting } from './metrics/variant-metrics.ts';
import type { PollContext, Poller } from './poller.ts';

export interface EndpointIntervals {
  readonly endpointMs: number;
  /** Between attempts to read the configuration, and between looks whether it is another one. */
  readonly configMs: number;
}

export class EndpointWatch {
  readonly poller: Poller;
  readonly #configPoller: Poller;
  readonly #context: PollContext;
  #hosting: Hosting = 'unknown';
  #current: number | undefined;
  #desired: number | undefined;
  #awaitsScaleIn = false;
  #scaleInSeen = false;
  #configName: string | undefined;
  #configRead: string | undefined;
  #config: EndpointConfigObservation | null = null;

  constructor(context: PollContext, { endpointMs, configMs }: EndpointIntervals) {
    this.#context = context;
    this.poller = context.poller({
      api: 'DescribeEndpoint',
      intervalMs: endpointMs,
      poll: () => this.#pollEndpoint(),
    });
    this.#configPoller = context.poller({
      api: 'DescribeEndpointConfig',
      intervalMs: configMs,
      poll: () => this.#pollConfig(),
    });
  }

  get hosting(): Hosting {
    return this.#hosting;
  }

  /** The endpoint's configuration, as last read; null while it could not be. */
  get config(): EndpointConfigObservation | null {
    return this.#config;
  }

  /** Instances in service, as last seen. */
  get current(): number | undefined {
    return this.#current;
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

  /** Resolves after the first polls: the configuration says which metrics there are to ask for. */
  async start(): Promise<void> {
    await this.poller.start();
    await this.#configPoller.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.poller.stop(), this.#configPoller.stop()]);
  }

  async #pollEndpoint(): Promise<void> {
    const { watch, clients, now, write } = this.#context;
    const { observation, configName } = await readEndpoint(clients.sageMaker, watch, now());
    const { desiredInstanceCount: desired, serverless } = observation;
    this.#configName = configName;
    this.#current = observation.currentInstanceCount;
    if (desired !== undefined) {
      if (this.#awaitsScaleIn && desired < (this.#desired ?? 0)) this.#scaleInSeen = true;
      this.#desired = desired;
      this.#hosting = 'instances';
    } else if (serverless) this.#hosting = 'serverless';
    // When the response arrived: the state it reports is at most one round trip older.
    write({ ...observation, atMs: now() });
  }

  async #pollConfig(): Promise<void> {
    const name = this.#configName;
    // Without a name there is no answer of DescribeEndpoint yet, whose own gap says why.
    if (name === undefined || name === this.#configRead) return;
    const { watch, clients, now, write } = this.#context;
    const { observation } = await readEndpointConfig(clients.sageMaker, watch, name, now());
    this.#config = observation;
    this.#configRead = name;
    write({ ...observation, atMs: now() });
  }
}
