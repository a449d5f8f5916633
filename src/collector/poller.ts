/** Repeats one poll at its own pace, never two at a time, and turns failures into recorded gaps. */
import type { AwsEvent, Gap } from '../record/aws-events.ts';
import type { Watch } from '../scenario/schema.ts';
import type { AwsClients } from './clients.ts';
import { type Failure, toFailure } from './failure.ts';
import type { Doubt } from './recorder.ts';

export interface PollerOptions {
  /** Name of the API polled, as recorded in gaps. */
  readonly api: string;
  readonly intervalMs: number;
  /** Interval after a failure, if shorter, so that a rarely polled API recovers soon. */
  readonly retryMs?: number;
  readonly poll: () => Promise<void>;
  /** If it throws, nothing can be recorded any more and polling ends. */
  readonly onGap: (gap: Gap) => void;
  readonly now: () => number;
  /** 0..1, for back-off jitter. */
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

  /** Polls immediately and then keeps polling. Resolves after the first poll. */
  start(): Promise<void> {
    this.#running = this.#once();
    return this.#running;
  }

  /** Failed polls since the last success. */
  get consecutiveFailures(): number {
    return this.#failures;
  }

  get lastFailure(): Failure | null {
    return this.#lastFailure;
  }

  /** Lets a running poll finish and starts no other. */
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
      // Rethrown from a timer it would end the process; the recorder already knows that it failed.
      this.#stopped = true;
    }
  }

  /** The interval; after failures, plus full jitter over a doubling span, so that pollers spread out. */
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
  /** Local epoch ms since when metrics and alarms matter. */
  readonly sinceMs: number;
  /** Local epoch ms to AWS's clock, as far as the offset is known. */
  readonly awsTime: (localMs: number) => number;
  /** Records what is not understood, each thing once. */
  readonly doubt: (doubts: readonly Doubt[]) => void;
  readonly poller: (options: Pick<PollerOptions, 'api' | 'intervalMs' | 'poll'>) => Poller;
}
