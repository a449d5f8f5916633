/**
 * Sends a plan, open-loop: every request at its own intended time, whatever the responses do.
 *
 * A timer wakes when the next request is due (never a busy loop), sends all that are due, and sleeps
 * again. A wake-up that comes late sends what is overdue at once and the lag says so; nothing is
 * skipped to catch up. Latency counts from the intended time, so a stall of the generator or of the
 * target is charged to every request it delayed (no coordinated omission).
 *
 * Each planned request ends up in exactly one place: sent, or not sent with a reason.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate as yieldToLoop } from 'node:timers/promises';
import type { Client } from 'undici';
import type { LoadEnd, LoadEvent } from '../../record/load-events.ts';
import type { Codec, DatasetRow, HttpRequest } from '../../systems/contract.ts';
import type { Outcome } from '../../systems/outcome.ts';
import type { Plan } from '../plan.ts';
import { Connections } from './connections.ts';
import { Exchange, type ExchangeEnd } from './exchange.ts';
import { Fifo } from './fifo.ts';
import { type Gauges, type RowAnswer, Tally } from './tally.ts';
import { msSince, type TimeZero, timeZeroIn } from './time-zero.ts';
import { Timeouts } from './timeouts.ts';

export interface ReplayOptions {
  readonly plan: Plan;
  readonly worker: number;
  readonly totalWorkers: number;
  readonly codec: Codec;
  /** Row and encoded request for request `index` of this worker's plan. */
  readonly draw: (index: number) => { readonly row: DatasetRow; readonly request: HttpRequest };
  readonly origin: string;
  readonly timeoutMs: number;
  readonly maxConnections: number;
  /** Some of them may be open already; by default none is. */
  readonly connections?: Connections;
  /** By default it is now. */
  readonly zero?: TimeZero;
  readonly onEvent: (event: LoadEvent) => void;
  /** Called as each request ends, for the metrics of the tool around. */
  readonly onEnd?: (end: RequestEnd) => void;
}

export interface RequestEnd {
  readonly outcome: Outcome;
  /** HTTP status; null when no response came. */
  readonly status: number | null;
  readonly latencyMs: number;
  readonly serviceTimeMs: number;
}

/**
 * Then sockets get a turn, even while more is due: behind the plan, a loop that only sends reads no
 * answers, so it opens a connection for each request, gets slower by that, and never catches up.
 */
const LONGEST_TURN_MS = 5;

export class Replay {
  readonly #options: ReplayOptions;
  readonly #connections: Connections;
  readonly #tally: Tally;
  readonly #startMs: number;
  readonly #timeouts: Timeouts;
  /** Due, but every connection was busy; oldest first. */
  readonly #waiting = new Fifo<number>();
  #next = 0;
  #timer: NodeJS.Timeout | undefined;
  #finish: (() => void) | undefined;
  #stopped = false;
  #finished = false;
  #utilization = performance.eventLoopUtilization();

  /** Writes the start line. */
  constructor(options: ReplayOptions) {
    const { zero = timeZeroIn(0), connections = new Connections(options) } = options;
    this.#options = options;
    this.#connections = connections;
    this.#timeouts = new Timeouts(options.timeoutMs);
    this.#startMs = performance.now() - msSince(zero);
    this.#tally = new Tally({
      ...options,
      planStartMs: zero.epochMs,
      gauges: () => this.#gauges(),
    });
  }

  /** Resolves when every request has ended and the plan's time is over. */
  async run(): Promise<void> {
    // It may have been stopped before it began.
    if (!this.#stopped) await this.#pace();
    if (!this.#stopped) this.#writeEnd('completed');
    await this.#connections.close();
    // Sockets report their end on the next turn; after it the process can exit without loose ends.
    await yieldToLoop();
  }

  #pace(): Promise<void> {
    return new Promise((resolve) => {
      this.#finish = resolve;
      this.#wake();
    });
  }

  /**
   * Stops at once: what was not sent is reported as not sent, and requests in flight stay without an
   * outcome. `run` resolves soon after.
   */
  stop(): void {
    if (this.#stopped || this.#finished) return;
    // First of all: recording closes seconds, whose samples may make the caller stop again.
    this.#stopped = true;
    clearTimeout(this.#timer);
    const unsent = this.#tally.unplaced;
    if (unsent > 0) this.#tally.recordNotSent(this.#now(), 'stopped', unsent);
    this.#writeEnd('stopped');
    void this.#connections.close();
    this.#finish?.();
  }

  #now(): number {
    return performance.now() - this.#startMs;
  }

  #wake(): void {
    if (this.#finished) return;
    this.#sendDue();
    const nowMs = this.#now();
    this.#timeouts.expire(nowMs);
    this.#giveUpWaiting(nowMs);
    this.#tally.advance(nowMs);
    if (this.#stopped) return;
    if (this.#isDone(nowMs)) {
      this.#finish?.();
      return;
    }
    this.#timer = setTimeout(() => this.#wake(), this.#sleepMs(nowMs));
  }

  #sendDue(): void {
    const { plan } = this.#options;
    const turnEndsMs = this.#now() + LONGEST_TURN_MS;
    while (this.#next < plan.count && !this.#stopped) {
      const nowMs = this.#now();
      if (plan.intendedMs(this.#next) > nowMs || nowMs >= turnEndsMs) return;
      this.#sendOrWait(this.#next);
      this.#next += 1;
    }
  }

  /** Until the next request is due, but often enough to sweep time-outs and close seconds. */
  #sleepMs(nowMs: number): number {
    const { plan } = this.#options;
    const untilNext = this.#next < plan.count ? plan.intendedMs(this.#next) - nowMs : 20;
    return Math.max(1, Math.min(20, untilNext));
  }

  #isDone(nowMs: number): boolean {
    const { plan } = this.#options;
    return (
      nowMs >= plan.durationMs &&
      this.#tally.unplaced === 0 &&
      this.#tally.completed === this.#tally.sent
    );
  }

  #sendOrWait(index: number): void {
    const client = this.#connections.take();
    if (client) {
      this.#send(index, client);
      return;
    }
    this.#tally.recordConnectionLimitHit(this.#now());
    this.#waiting.push(index);
  }

  #send(index: number, client: Client): void {
    const { plan, draw } = this.#options;
    const intendedMs = plan.intendedMs(index);
    const { row, request } = draw(index);
    const sentMs = this.#now();
    const exchange = new Exchange(
      (end) => this.#record(end, row, intendedMs, sentMs),
      () => this.#reuse(client),
    );
    this.#timeouts.watch(exchange, sentMs);
    this.#tally.recordSent(sentMs, intendedMs);
    exchange.start(client, request);
  }

  #record(end: ExchangeEnd, row: DatasetRow, intendedMs: number, sentMs: number): void {
    if (this.#finished) return;
    const nowMs = this.#now();
    const answer = this.#resultOf(end, row);
    this.#tally.recordEnd(nowMs, intendedMs, sentMs, answer.outcome);
    this.#tally.recordAnswer(nowMs, row.number, answer);
    this.#options.onEnd?.({
      outcome: answer.outcome,
      status: end.kind === 'response' ? end.response.status : null,
      latencyMs: nowMs - intendedMs,
      serviceTimeMs: nowMs - sentMs,
    });
  }

  #resultOf(end: ExchangeEnd, row: DatasetRow): RowAnswer {
    switch (end.kind) {
      case 'response':
        return this.#options.codec.decode(end.response, row);
      case 'too-large':
        return { outcome: 'malformed' };
      case 'timeout':
        return { outcome: 'timeout' };
      case 'network':
        this.#tally.recordError(end.code);
        return { outcome: 'network' };
    }
  }

  /** A connection is free: the request that has waited longest goes first. */
  #reuse(client: Client): void {
    const longest = this.#finished ? undefined : this.#waiting.shift();
    if (longest === undefined) this.#connections.giveBack(client);
    else this.#send(longest, client);
  }

  /** A caller that waited a whole timeout for a connection would have gone away: so does this one. */
  #giveUpWaiting(nowMs: number): void {
    const { plan, timeoutMs } = this.#options;
    for (let head = this.#waiting.peek(); head !== undefined; head = this.#waiting.peek()) {
      if (nowMs - plan.intendedMs(head) < timeoutMs) return;
      this.#waiting.shift();
      this.#tally.recordNotSent(nowMs, 'connection-limit');
    }
  }

  #gauges(): Gauges {
    const before = this.#utilization;
    this.#utilization = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(this.#utilization, before);
    return {
      connections: this.#connections.size,
      eventLoopUtilization: Math.round(utilization * 1_000) / 1_000,
    };
  }

  #writeEnd(reason: LoadEnd['reason']): void {
    this.#finished = true;
    this.#tally.end(reason, Date.now());
  }
}
