/** Watches the endpoint: status and instance counts at every poll, the configuration when it is another. */
import type { EndpointConfigObservation } from '../record/aws-events.ts';
import { fetchComponentNames } from './component.ts';
import { readEndpoint } from './endpoint.ts';
import { readEndpointConfig } from './endpoint-config.ts';
import type { Hosting } from './metrics/variant-metrics.ts';
import { doubtsInEndpoint } from './not-understood.ts';
import type { PollContext, Poller } from './poller.ts';
import { ScaleInWatch } from './scale-in-watch.ts';

export interface EndpointIntervals {
  readonly endpointMs: number;
  /** Between attempts to read the configuration, and between looks whether it is another one. */
  readonly configMs: number;
}

export class EndpointWatch {
  readonly poller: Poller;
  /** Of instances; of nothing for a serverless variant. */
  readonly counts = new ScaleInWatch();
  readonly #configPoller: Poller;
  readonly #context: PollContext;
  #hosting: Hosting = 'unknown';
  #current: number | undefined;
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

  /** Resolves after the first polls: the configuration says which metrics there are to ask for. */
  async start(): Promise<void> {
    await this.poller.start();
    await this.#configPoller.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.poller.stop(), this.#configPoller.stop()]);
  }

  async #pollEndpoint(): Promise<void> {
    const { watch, clients, now, write, doubt } = this.#context;
    const { observation, configName, answer } = await readEndpoint(clients.sageMaker, watch, now());
    const { desiredInstanceCount: desired, serverless } = observation;
    this.#configName = configName;
    this.#current = observation.currentInstanceCount;
    this.counts.see(desired);
    if (desired !== undefined) this.#hosting = 'instances';
    else if (serverless) this.#hosting = 'serverless';
    // When the response arrived: the state it reports is at most one round trip older.
    write({ ...observation, atMs: now() });
    doubt(doubtsInEndpoint('DescribeEndpointOutput', answer, watch.variantName));
  }

  async #pollConfig(): Promise<void> {
    const name = this.#configName;
    // Without a name there is no answer of DescribeEndpoint yet, whose own gap says why.
    if (name === undefined || name === this.#configRead) return;
    const { watch, clients, now, write, doubt } = this.#context;
    const { observation, hasModel, answer } = await readEndpointConfig(
      clients.sageMaker,
      watch,
      name,
      now(),
    );
    this.#config = observation;
    this.#configRead = name;
    write({ ...observation, atMs: now() });
    doubt(doubtsInEndpoint('DescribeEndpointConfigOutput', answer, watch.variantName));
    if (!hasModel && watch.inferenceComponent === undefined) await this.#doubtComponents();
  }

  /** A variant without a model hosts inference components, whose copies scale instead of its instances. */
  async #doubtComponents(): Promise<void> {
    const { watch, clients, doubt } = this.#context;
    const names = await fetchComponentNames(clients.sageMaker, watch);
    if (names.length === 0) return;
    doubt([
      {
        what: `the endpoint hosts inference components (${names.join(', ')}); set watch.inferenceComponent to the one to watch`,
        affects: ['counts', 'metrics', 'scaling'],
      },
    ]);
  }
}
