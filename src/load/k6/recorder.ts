/**
 * Turns k6's marks into the lines of `load.ndjson` that the replay engine writes.
 *
 * Marks arrive within a fraction of a second, slightly out of order, so a second is counted once it
 * is safely past. Times are k6's own; nothing here depends on when a mark is read.
 */
import type { LoadEnd, LoadEvent, LoadStart } from '../../record/load-events.ts';
import type { Plan } from '../plan.ts';
import { Tally } from '../replay/tally.ts';
import { ServerClock } from '../server-clock.ts';
import type { Mark } from './marks.ts';
import { leadInDueMs, leadInIterations } from './stages.ts';

export interface RecorderOptions {
  /** This worker's. */
  readonly plan: Plan;
  readonly worker: number;
  readonly totalWorkers: number;
  readonly distribution?: LoadStart['distribution'];
  readonly timeoutMs: number;
  readonly maxConnections: number;
  readonly onEvent: (event: LoadEvent) => void;
  /** Values sent with every request, which no record may hold. */
  readonly secrets?: readonly string[];
}

interface Sent {
  readonly intendedMs: number;
  readonly sentMs: number;
}

/** k6 writes its output every 200 ms; the rest is margin for a busy machine. */
const DELAY_MS = 1_000;

export class Recorder {
  readonly #options: RecorderOptions;
  #marks: Mark[] = [];
  readonly #leadIn: number[] = [];
  readonly #clock = new ServerClock();
  #zeroMs = Number.NaN;
  #tally: Tally | null = null;
  readonly #inFlight = new Map<number, Sent>();
  #dropped = 0;
  #virtualUsers = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Epoch ms of the plan's time zero; NaN until derived from the lead-in. */
  get zeroMs(): number {
    return this.#zeroMs;
  }

  accept(mark: Mark): void {
    this.#marks.push(mark);
  }

  /** Counts marks that are safely past and closes their seconds. */
  advance(nowMs: number): void {
    const untilMs = nowMs - DELAY_MS;
    this.#count(untilMs);
    this.#tally?.advance(untilMs - this.#zeroMs);
  }

  /** Counts the remaining marks and records how the load ended. */
  finish(reason: LoadEnd['reason'], nowMs: number): void {
    this.#count(Number.POSITIVE_INFINITY);
    const tally = this.#tally ?? this.#begin(nowMs);
    const atMs = nowMs - this.#zeroMs;
    const missing = tally.unplaced;
    if (missing > 0) {
      // In a completed load, what k6 neither sent nor counted as dropped found no free VU.
      tally.recordNotSent(atMs, reason === 'stopped' ? 'stopped' : 'connection-limit', missing);
    }
    tally.advance(atMs);
    tally.end(reason, nowMs, this.#clock.estimate);
  }

  /** Counts the remaining marks of a failed load, which has no end to record. */
  abandon(nowMs: number): void {
    this.#count(Number.POSITIVE_INFINITY);
    this.#tally?.advance(nowMs - this.#zeroMs);
    this.#tally?.close();
  }

  #count(untilMs: number): void {
    const due = this.#marks.filter((mark) => mark.atMs <= untilMs);
    if (due.length === 0) return;
    this.#marks = this.#marks.filter((mark) => mark.atMs > untilMs);
    // The sort is stable: a request's send stays before its end.
    for (const mark of due.sort((one, next) => one.atMs - next.atMs)) this.#countOne(mark);
  }

  #countOne(mark: Mark): void {
    switch (mark.kind) {
      case 'users':
        this.#virtualUsers = mark.count;
        return;
      case 'sent':
        this.#sent(mark.iteration, mark.atMs);
        return;
      case 'ended':
        this.#ended(mark);
        return;
      case 'dropped':
        this.#drop(mark.atMs, mark.count);
        return;
      case 'clock':
        this.#clock.narrow(mark.lowMs, mark.highMs);
        return;
      case 'begun':
      case 'done':
      // Of a distributed load; `readK6Worker` looks at them.
    }
  }

  #sent(iteration: number, atMs: number): void {
    const { plan, totalWorkers } = this.#options;
    const beyondLeadIn = iteration - leadInIterations(totalWorkers);
    if (beyondLeadIn < 0) {
      this.#leadIn.push(atMs - leadInDueMs(iteration, totalWorkers));
      if (beyondLeadIn >= -totalWorkers) this.#begin(atMs);
      return;
    }
    const tally = this.#tally ?? this.#begin(atMs);
    // k6 does not number dropped iterations, so the request is that many further along the plan.
    const own = Math.floor(beyondLeadIn / totalWorkers);
    const request = Math.min(plan.count - 1, own + this.#dropped);
    const intendedMs = plan.intendedMs(request);
    const sentMs = atMs - this.#zeroMs;
    this.#inFlight.set(iteration, { intendedMs, sentMs });
    tally.recordSent(sentMs, intendedMs);
  }

  #ended(mark: Mark & { kind: 'ended' }): void {
    const { iteration, atMs, outcome, row, predicted, status, body, error } = mark;
    const request = this.#inFlight.get(iteration);
    if (!request) return;
    this.#inFlight.delete(iteration);
    const nowMs = atMs - this.#zeroMs;
    this.#tally?.recordEnd(nowMs, request.intendedMs, request.sentMs, outcome);
    if (row !== null) this.#tally?.recordAnswer(nowMs, { number: row }, { outcome, predicted });
    if (status !== null) this.#tally?.recordStatus(nowMs, status);
    if (error !== null) this.#tally?.recordError(error);
    // Without a body, only what never had one.
    if (row !== null && (body !== null || status === null)) {
      const latencyMs = nowMs - request.intendedMs;
      this.#tally?.recordFailing(nowMs, { outcome, status, error, row, body, latencyMs });
    }
  }

  #drop(atMs: number, count: number): void {
    const tally = this.#tally ?? this.#begin(atMs);
    this.#dropped += count;
    tally.recordConnectionLimitHit(atMs - this.#zeroMs);
    tally.recordNotSent(atMs - this.#zeroMs, 'connection-limit', count);
  }

  /** The most punctual lead-in iteration determines time zero: none starts before it is due. */
  #begin(nowMs: number): Tally {
    if (this.#tally) return this.#tally;
    this.#zeroMs = this.#leadIn.length > 0 ? Math.min(...this.#leadIn) : nowMs;
    this.#tally = new Tally({
      ...this.#options,
      planStartMs: this.#zeroMs,
      // Each VU has its own connection, and VUs take turns. k6 has no event loop.
      gauges: () => ({
        connections: Math.min(this.#virtualUsers, this.#tally?.sent ?? 0),
        eventLoopUtilization: 0,
      }),
    });
    return this.#tally;
  }
}
