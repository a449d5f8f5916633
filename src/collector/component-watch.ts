/** Watches an inference component: status and copies at every poll. */
import { readComponent } from './component.ts';
import { CopyChanges } from './copy-changes.ts';
import { doubtsIn } from './not-understood.ts';
import type { PollContext, Poller } from './poller.ts';
import { ScaleInWatch } from './scale-in-watch.ts';

export class ComponentWatch {
  readonly poller: Poller;
  readonly counts = new ScaleInWatch();
  readonly #context: PollContext;
  readonly #name: string;
  readonly #changes = new CopyChanges();

  constructor(context: PollContext, name: string, intervalMs: number) {
    this.#context = context;
    this.#name = name;
    this.poller = context.poller({
      api: 'DescribeInferenceComponent',
      intervalMs,
      poll: () => this.#poll(),
    });
  }

  start(): Promise<void> {
    return this.poller.start();
  }

  stop(): Promise<void> {
    return this.poller.stop();
  }

  async #poll(): Promise<void> {
    const { watch, clients, now, write, doubt } = this.#context;
    const { observation, answer } = await readComponent(
      clients.sageMaker,
      watch,
      this.#name,
      now(),
    );
    const { status, desiredCopyCount: desired, currentCopyCount: current } = observation;
    const specification = JSON.stringify([answer.Specification, answer.Specifications]);
    const updating = this.#changes.isUpdating({ status, desired, current, specification });
    this.counts.see(desired);
    write({ ...observation, atMs: now(), ...(updating ? { updating } : {}) });
    doubt(
      doubtsIn('DescribeInferenceComponentOutput', answer, `inference component ${this.#name}: `),
    );
  }
}
