/**
 * Counts a worker's requests and writes a start line, a sample for each past second, every few seconds
 * the predictions of the rows, and an end line.
 *
 * Every method takes the time of its event. The first event (or `advance`) after a second closes it,
 * so that even a stalled event loop yields exactly one sample per second.
 */
import type {
  LoadEnd,
  LoadEvent,
  LoadStart,
  NotSentCounts,
  OutcomeCounts,
  WorkerClock,
} from '../../record/load-events.ts';
import type { Answer, DatasetRow } from '../../systems/contract.ts';
import type { Outcome } from '../../systems/outcome.ts';
import type { Plan } from '../plan.ts';
import { AnswerTally } from './answer-tally.ts';
import { type Failing, FailingResponses } from './failing-responses.ts';
import { countIfDueEarlier, increment, newSecond, statusCounts, sum } from './second.ts';

type NotSentReason = keyof NotSentCounts;

/** The part of a sample that the tally cannot measure itself. */
export interface Gauges {
  readonly connections: number;
  readonly eventLoopUtilization: number;
}

export interface TallyOptions {
  readonly worker: number;
  readonly totalWorkers: number;
  /** This worker's. */
  readonly plan: Pick<Plan, 'count' | 'durationMs' | 'dueBefore'>;
  /** Local epoch ms of the plan's time zero. */
  readonly planStartMs: number;
  readonly maxConnections: number;
  readonly timeoutMs: number;
  readonly gauges: () => Gauges;
  readonly onEvent: (event: LoadEvent) => void;
  /** Of a worker of a distributed load. */
  readonly distribution?: LoadStart['distribution'];
  /** Values sent with every request, which no record may hold. */
  readonly secrets?: readonly string[];
}

/** How a request ended, and what its response reported, if there was one. */
export type RowAnswer = { readonly outcome: Outcome } & Partial<Omit<Answer, 'outcome'>>;

type AskedRow = Pick<DatasetRow, 'number'> & Partial<Pick<DatasetRow, 'label'>>;

interface Totals {
  sent: number;
  completed: number;
  readonly notSent: NotSentCounts;
  readonly outcomes: OutcomeCounts;
  readonly errors: Record<string, number>;
  /** Absent until a response reports whether it was a cold start. */
  coldStarts?: number;
}

/** Maximum number of distinct error codes, so that a hostile target cannot exhaust memory. */
const MAX_ERROR_CODES = 20;
/** In one second; a target can answer with any three digits. */
const MAX_STATUSES = 20;

export class Tally {
  readonly #options: TallyOptions;
  #index = 0;
  #second = newSecond();
  readonly #answers = new AnswerTally();
  readonly #failing: FailingResponses;
  readonly #totals: Totals = { sent: 0, completed: 0, notSent: {}, outcomes: {}, errors: {} };

  /** Writes the start line. */
  constructor(options: TallyOptions) {
    this.#options = options;
    this.#failing = new FailingResponses(options.secrets ?? []);
    const { worker, totalWorkers, plan, planStartMs, maxConnections, timeoutMs, onEvent } = options;
    onEvent({
      type: 'start',
      worker,
      totalWorkers,
      planStartMs,
      planned: plan.count,
      planDurationMs: plan.durationMs,
      maxConnections,
      timeoutMs,
      ...(options.distribution && { distribution: options.distribution }),
    });
  }

  get sent(): number {
    return this.#totals.sent;
  }

  get completed(): number {
    return this.#totals.completed;
  }

  /** Planned requests that are neither sent nor recorded as not sent. */
  get unplaced(): number {
    return this.#options.plan.count - this.#totals.sent - sum(this.#totals.notSent);
  }

  /** Records a sent request. All times are ms since the plan's time zero. */
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
    countIfDueEarlier(this.#second, outcome, this.#index - Math.floor(intendedMs / 1_000));
    this.#second.latency.accept(nowMs - intendedMs);
    this.#second.serviceTime.accept(nowMs - sentMs);
  }

  /** Records a transport error. */
  recordError(code: string): void {
    const { errors } = this.#totals;
    const isKnown = code in errors || Object.keys(errors).length < MAX_ERROR_CODES;
    increment(errors, isKnown ? code : 'other', 1);
  }

  #recordColdStart(coldStart: boolean): void {
    for (const counts of [this.#second, this.#totals]) {
      counts.coldStarts = (counts.coldStarts ?? 0) + (coldStart ? 1 : 0);
    }
  }

  /** Records what a response itself reports. @param row the requested one; without a label where it is not known */
  recordAnswer(
    nowMs: number,
    { number, label }: AskedRow,
    { outcome, predicted, coldStart }: RowAnswer,
  ): void {
    this.advance(nowMs);
    if (coldStart !== undefined) this.#recordColdStart(coldStart);
    if (outcome !== 'correct' && outcome !== 'wrong') return;
    this.#answers.record(this.#index, number, predicted ?? null, outcome, label);
  }

  /** Counts a response's HTTP status. */
  recordStatus(nowMs: number, status: number): void {
    this.advance(nowMs);
    const { statuses } = this.#second;
    const known = statuses.get(status);
    if (known !== undefined || statuses.size < MAX_STATUSES) statuses.set(status, (known ?? 0) + 1);
    else this.#second.otherStatuses += 1;
  }

  /** Writes one of the first failing responses of each kind. */
  recordFailing(nowMs: number, failing: Failing): void {
    const kept = this.#failing.take(failing);
    if (kept === null) return;
    const { worker, planStartMs, onEvent } = this.#options;
    onEvent({ type: 'failure', worker, atMs: planStartMs + nowMs, ...kept });
  }

  /** Closes every second that ended before `nowMs`. */
  advance(nowMs: number): void {
    while (nowMs >= (this.#index + 1) * 1_000) {
      this.#closeSecond();
      if (this.#answers.isDue(this.#index)) this.#writeAnswers();
    }
  }

  /** Closes the current second, past or not: the last call for a load without an observed end. */
  close(): void {
    this.#closeSecond();
    this.#writeAnswers();
  }

  #writeAnswers(): void {
    const taken = this.#answers.take(this.#index);
    if (taken === null) return;
    const { worker, planStartMs, onEvent } = this.#options;
    const startMs = planStartMs + taken.second * 1_000;
    onEvent({ type: 'answers', worker, startMs, ...taken });
  }

  #closeSecond(): void {
    const { worker, planStartMs, plan, gauges, onEvent } = this.#options;
    const fromMs = this.#index * 1_000;
    const dueAtEnd = plan.dueBefore(fromMs + 1_000);
    const { lag, latency, serviceTime, statuses, otherStatuses, ...counts } = this.#second;
    onEvent({
      type: 'sample',
      worker,
      second: this.#index,
      startMs: planStartMs + fromMs,
      planned: dueAtEnd - plan.dueBefore(fromMs),
      ...counts,
      statuses: statusCounts(statuses, otherStatuses),
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

  /**
   * Closes the current second and writes the end line: the last call of a load.
   * @param atMs local epoch ms
   * @param clock the target's against this worker's, where its responses told
   */
  end(reason: LoadEnd['reason'], atMs: number, clock?: WorkerClock): void {
    this.close();
    const { worker, plan, onEvent } = this.#options;
    const { completed: _, ...totals } = this.#totals;
    onEvent({
      type: 'end',
      worker,
      atMs,
      planned: plan.count,
      ...totals,
      reason,
      ...(clock && { clock }),
    });
  }
}
