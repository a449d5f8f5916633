/**
 * Sends a plan open-loop: every request at its intended time, regardless of responses.
 *
 * A timer wakes when the next request is due (never a busy loop), sends all due requests, and sleeps
 * again. A late wake-up sends overdue requests immediately and records the lag; nothing is
 * skipped to catch up. Latency counts from the intended time, so a stall of the generator or of the
 * target is charged to every request it delayed (no coordinated omission).
 *
 * Each planned request ends up in exactly one place: sent, or not sent with a reason.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate as yieldToLoop } from 'node:timers/promises';
import type { Client } from 'undici';
import type { LoadEnd, LoadEvent, LoadStart } from '../../record/load-events.ts';
import type { Codec, DatasetRow, HttpRequest } from '../../systems/contract.ts';
import type { Outcome } from '../../systems/outcome.ts';
import type { Plan } from '../plan.ts';
import { ServerClock } from '../server-clock.ts';
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
  /** Of a worker of a distributed load. */
  readonly distribution?: LoadStart['distribution'];
  /** Values sent with every request, which no record may hold. */
  readonly secrets?: readonly string[];
  /** Some may be open already; by default, none are. */
  readonly connections?: Connections;
  /** Defaults to now. */
  readonly zero?: TimeZero;
  readonly onEvent: (event: LoadEvent) => void;
  /** Called when a request ends, for the surrounding tool's metrics. */
  readonly onEnd?: (end: RequestEnd) => void;
}

export interface RequestEnd {
  readonly outcome: Outcome;
  /** HTTP status; null without a response. */
  readonly status: number | null;
  readonly latencyMs: number;
  readonly serviceTimeMs: number;
}

/**
 * After this time, sockets get a turn even if more requests are due. Otherwise a loop that is behind
 * plan reads no responses, opens a connection per request, slows down and never catches up.
 */
const MAX_TURN_MS = 5;

export class Replay {
  readonly #options: ReplayOptions;
  readonly #connections: Connections;
  readonly #tally: Tally;
  readonly #startMs: number;
  /** Epoch ms of the plan's time zero. */
  readonly #zeroMs: number;
  readonly #clock = new ServerClock();
  readonly #timeouts: Timeouts;
  /** Due requests for which no connection was free, oldest first. */
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
    this.#zeroMs = zero.epochMs;
    this.#tally = new Tally({
      ...options,
      planStartMs: zero.epochMs,
      gauges: () => this.#gauges(),
    });
  }

  /** Resolves when all requests have ended and the plan's duration has passed. */
  async run(): Promise<void> {
    // `stop` may have been called before `run`.
    if (!this.#stopped) await this.#pace();
    if (!this.#stopped) this.#writeEnd('completed');
    await this.#connections.close();
    // Sockets report their end on the next turn; after that, the process can exit cleanly.
    await yieldToLoop();
  }

  #pace(): Promise<void> {
    return new Promise((resolve) => {
      this.#finish = resolve;
      this.#wake();
    });
  }

  /**
   * Stops immediately: unsent requests are recorded as not sent, and requests in flight get no
   * outcome. `run` resolves soon after.
   */
  stop(): void {
    if (this.#stopped || this.#finished) return;
    // Set first: recording closes seconds, and their samples may make the caller call stop again.
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
    const turnEndsMs = this.#now() + MAX_TURN_MS;
    while (this.#next < plan.count && !this.#stopped) {
      const nowMs = this.#now();
      if (plan.intendedMs(this.#next) > nowMs || nowMs >= turnEndsMs) return;
      this.#sendOrWait(this.#next);
      this.#next += 1;
    }
  }

  /** Time until the next request is due, capped to sweep timeouts and close seconds in time. */
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
    if (end.kind === 'response') {
      const { date } = end.response.headers;
      if (typeof date === 'string') {
        this.#clock.see(date, this.#zeroMs + sentMs, this.#zeroMs + nowMs);
      }
    }
    const answer = this.#resultOf(end, row);
    this.#tally.recordEnd(nowMs, intendedMs, sentMs, answer.outcome);
    this.#tally.recordAnswer(nowMs, row, answer);
    const { outcome } = answer;
    const status = statusOf(end);
    const latencyMs = nowMs - intendedMs;
    if (status !== null) this.#tally.recordStatus(nowMs, status);
    if (outcome !== 'correct' && outcome !== 'wrong') {
      const body = end.kind === 'response' ? end.response.body : null;
      const error = end.kind === 'network' ? end.code : null;
      const { number } = row;
      this.#tally.recordFailing(nowMs, { outcome, status, error, row: number, body, latencyMs });
    }
    this.#options.onEnd?.({ outcome, status, latencyMs, serviceTimeMs: nowMs - sentMs });
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

  /** Gives a free connection to the longest-waiting request. */
  #reuse(client: Client): void {
    const longest = this.#finished ? undefined : this.#waiting.shift();
    if (longest === undefined) this.#connections.giveBack(client);
    else this.#send(longest, client);
  }

  /** Gives up on requests that waited a full timeout for a connection, as a caller would. */
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
    this.#tally.end(reason, Date.now(), this.#clock.estimate);
  }
}

function statusOf(end: ExchangeEnd): number | null {
  return end.kind === 'response'
    ? end.response.status
    : end.kind === 'too-large'
      ? end.status
      : null;
}
