/**
 * Counts what a worker does, second by second, and hands over each second once it is past.
 *
 * Every method takes the time it happened at; a second is closed by the first event (or `advance`)
 * after it, so that a stalled event loop still yields one sample for every second, none twice.
 */
import type { LoadSample, NotSentCounts, OutcomeCounts } from '../../record/load-events.ts';
import type { Outcome } from '../../systems/outcome.ts';
import { newSecond } from './second.ts';

type NotSentReason = keyof NotSentCounts;

/** The part of a sample that the tally does not see itself. */
export interface Gauges {
  readonly connections: number;
  readonly eventLoopUtilization: number;
}

export interface TallyOptions {
  readonly worker: number;
  /** Local epoch ms of the plan's time zero. */
  readonly planStartMs: number;
  /** Requests with an intended send time before `ms` into the plan. */
  readonly dueBefore: (ms: number) => number;
  readonly gauges: () => Gauges;
  readonly onSample: (sample: LoadSample) => void;
}

interface Totals {
  sent: number;
  completed: number;
  readonly notSent: NotSentCounts;
  readonly outcomes: OutcomeCounts;
  coldStarts?: number;
}

export class Tally {
  readonly #options: TallyOptions;
  #index = 0;
  #second = newSecond();
  #totals: Totals = { sent: 0, completed: 0, notSent: {}, outcomes: {} };

  constructor(options: TallyOptions) {
    this.#options = options;
  }

  get sent(): number {
    return this.#totals.sent;
  }

  get completed(): number {
    return this.#totals.completed;
  }

  get outcomes(): OutcomeCounts {
    return { ...this.#totals.outcomes };
  }

  get notSent(): NotSentCounts {
    return { ...this.#totals.notSent };
  }

  /** Absent when no answer told whether it began cold. */
  get coldStarts(): { readonly coldStarts?: number } {
    const { coldStarts } = this.#totals;
    return coldStarts === undefined ? {} : { coldStarts };
  }

  /** A request left. All times are ms since the plan's time zero. */
  recordSent(nowMs: number, intendedMs: number): void {
    this.advance(nowMs);
    this.#totals.sent += 1;
    this.#second.sent += 1;
    if (Math.floor(intendedMs / 1_000) === this.#index) this.#second.sentInOwnSecond += 1;
    this.#second.lag.accept(nowMs - intendedMs);
  }

  recordNotSent(nowMs: number, reason: NotSentReason, count = 1): void {
    this.advance(nowMs);
    increment(this.#second.notSent, reason, count);
    increment(this.#totals.notSent, reason, count);
  }

  recordConnectionLimitHit(nowMs: number): void {
    this.advance(nowMs);
    this.#second.connectionLimitHits += 1;
  }

  recordEnd(nowMs: number, intendedMs: number, sentMs: number, outcome: Outcome): void {
    this.advance(nowMs);
    this.#totals.completed += 1;
    increment(this.#second.outcomes, outcome, 1);
    increment(this.#totals.outcomes, outcome, 1);
    this.#second.latency.accept(nowMs - intendedMs);
    this.#second.serviceTime.accept(nowMs - sentMs);
  }

  /** An answer told whether an environment had to be made for it. */
  recordColdStart(nowMs: number, coldStart: boolean): void {
    this.advance(nowMs);
    for (const counts of [this.#second, this.#totals]) {
      counts.coldStarts = (counts.coldStarts ?? 0) + (coldStart ? 1 : 0);
    }
  }

  /** Closes every second that ended before `nowMs`. */
  advance(nowMs: number): void {
    while (nowMs >= (this.#index + 1) * 1_000) this.close();
  }

  /** Closes the present second, past or not: the last call of a run. */
  close(): void {
    const { worker, planStartMs, dueBefore, gauges, onSample } = this.#options;
    const fromMs = this.#index * 1_000;
    const dueAtEnd = dueBefore(fromMs + 1_000);
    const { lag, latency, serviceTime, ...counts } = this.#second;
    onSample({
      type: 'sample',
      worker,
      second: this.#index,
      startMs: planStartMs + fromMs,
      planned: dueAtEnd - dueBefore(fromMs),
      ...counts,
      inFlight: this.#totals.sent - this.#totals.completed,
      backlog: Math.max(0, dueAtEnd - this.#totals.sent - sum(this.#totals.notSent)),
      ...gauges(),
      lagMs: lag.toLine(),
      latencyMs: latency.toLine(),
      serviceTimeMs: serviceTime.toLine(),
    });
    this.#index += 1;
    this.#second = newSecond();
  }
}

function increment<K extends string>(counts: Partial<Record<K, number>>, key: K, by: number): void {
  counts[key] = (counts[key] ?? 0) + by;
}

export function sum(counts: Readonly<Record<string, number | undefined>>): number {
  let total = 0;
  for (const count of Object.values(counts)) total += count ?? 0;
  return total;
}
