/** Repeats one poll at its own pace, never two at once, and turns failures into recorded gaps. */
import type { AwsEvent, Gap } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';
import type { AwsClients } from './clients.ts';
import { type Failure, toFailure } from './failure.ts';

export interface PollerOptions {
  /** The API polled, as gaps name it. */
  readonly api: string;
  readonly intervalMs: number;
  /** Interval after a failure, where that is shorter: what is rarely asked is not long unknown. */
  readonly retryMs?: number;
  readonly poll: () => Promise<void>;
  /** When it throws, nothing can be recorded any more, and the polling ends. */
  readonly onGap: (gap: Gap) => void;
  readonly now: () => number;
  /** 0..1, for the jitter of the back-off. */
  readonly random: () => number;
}

const LONGEST_BACKOFF_MS = 60_000;

export class Poller {
  readonly #options: PollerOptions;
  #lastSuccessMs: number;
  #failures = 0;
  #lastFailure: Failure | null = null;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#lastSuccessMs = options.now();
  }

  /** Polls at once and then keeps polling. Resolves after the first poll. */
  start(): Promise<void> {
    this.#running = this.#once();
    return this.#running;
  }

  /** Failed polls since the last one that worked. */
  get consecutiveFailures(): number {
    return this.#failures;
  }

  get lastFailure(): Failure | null {
    return this.#lastFailure;
  }

  /** Lets a poll under way finish; starts no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #once(): Promise<void> {
    const { poll, now, api } = this.#options;
    const startedMs = now();
    try {
      await poll();
      this.#failures = 0;
      this.#lastFailure = null;
      this.#lastSuccessMs = now();
    } catch (cause) {
      const failure = toFailure(cause);
      this.#failures += 1;
      this.#lastFailure = failure;
      this.#tell({ type: 'gap', api, fromMs: this.#lastSuccessMs, toMs: now(), ...failure });
    }
    if (this.#stopped) return;
    const delayMs = Math.max(0, this.#delayMs() - (now() - startedMs));
    this.#timer = setTimeout(() => {
      this.#running = this.#once();
    }, delayMs);
  }

  #tell(gap: Gap): void {
    try {
      this.#options.onGap(gap);
    } catch {
      // Thrown on from a timer it would end the process; whoever writes knows that it failed.
      this.#stopped = true;
    }
  }

  /** The interval; after failures plus full jitter over a doubling span, so that pollers spread out. */
  #delayMs(): number {
    const { intervalMs, retryMs = intervalMs, random } = this.#options;
    if (this.#failures === 0) return intervalMs;
    const baseMs = Math.min(intervalMs, retryMs);
    const span = Math.min(LONGEST_BACKOFF_MS, baseMs * 2 ** Math.min(this.#failures, 10));
    return baseMs + random() * span;
  }
}

export interface PollContext {
  readonly watch: Watch;
  readonly clients: AwsClients;
  readonly write: (event: AwsEvent) => void;
  /** Local epoch ms. */
  readonly now: () => number;
  /** Local epoch ms from which on metrics and alarms matter. */
  readonly sinceMs: number;
  /** By AWS's clock, as far as it is known. */
  readonly awsTime: (localMs: number) => number;
  readonly poller: (options: Pick<PollerOptions, 'api' | 'intervalMs' | 'poll'>) => Poller;
}
