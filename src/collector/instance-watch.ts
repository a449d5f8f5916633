/** Finds the endpoint's instances as they come, where enhanced metrics tell them apart. */
import { fetchInstanceIds, MOST_INSTANCES } from './metrics/instance-metrics.ts';
import type { PollContext, Poller } from './poller.ts';

/** What is known of the endpoint at the time of a poll. */
export interface InstancesKnown {
  readonly enhanced: boolean;
  /** In service, as last seen. */
  readonly count: number | undefined;
}

/** CloudWatch may list a metric minutes after its first datapoint, so looking at a new count once is not enough. */
const LOOK_EVERY_POLLS = 4;

export class InstanceWatch {
  readonly #context: PollContext;
  readonly #known: () => InstancesKnown;
  readonly #poller: Poller;
  #ids: readonly string[] = [];
  #countSeen: number | undefined;
  #polls = 0;

  constructor(context: PollContext, known: () => InstancesKnown, intervalMs: number) {
    this.#context = context;
    this.#known = known;
    this.#poller = context.poller({ api: 'ListMetrics', intervalMs, poll: () => this.#poll() });
  }

  /** Those found first come first, and stay: one that is gone still has its past. */
  get ids(): readonly string[] {
    return this.#ids.slice(0, MOST_INSTANCES);
  }

  start(): Promise<void> {
    return this.#poller.start();
  }

  stop(): Promise<void> {
    return this.#poller.stop();
  }

  async #poll(): Promise<void> {
    const { enhanced, count } = this.#known();
    if (!enhanced) return;
    const isDue = this.#polls % LOOK_EVERY_POLLS === 0 || count !== this.#countSeen;
    this.#polls += 1;
    if (!isDue) return;
    const { clients, watch, doubt } = this.#context;
    const found = await fetchInstanceIds(clients.cloudWatch, watch);
    this.#countSeen = count;
    this.#ids = [...new Set([...this.#ids, ...found])];
    if (this.#ids.length > MOST_INSTANCES) {
      doubt([
        {
          what: `more than ${MOST_INSTANCES} instances: the others' metrics by InstanceId`,
          affects: [],
        },
      ]);
    }
  }
}
