/** Counts requests into seconds, in any order, and writes the lines of a `load.ndjson` from them. */
import { countIfDueEarlier, increment, sum } from '../../load/replay/second.ts';
import type {
  DueEarlier,
  LoadEvent,
  NotSentCounts,
  OutcomeCounts,
  SampledBy,
  SketchLine,
  StatusCounts,
} from '../../record/load-events.ts';
import { DurationSketch } from '../../record/sketch.ts';
import type { SampleSink, ToolRequest } from './sample-reader.ts';

interface BookedSecond {
  sent: number;
  readonly notSent: NotSentCounts;
  readonly outcomes: OutcomeCounts;
  readonly statuses: StatusCounts;
  dueEarlier?: DueEarlier;
  /** Packed once the second has not been the newest for long: open sketches take most of the memory. */
  latency: DurationSketch | SketchLine;
}

/** As many as fit into a few megabytes. A request that ends an hour late costs an unpacking, not an error. */
const MAX_OPEN_SKETCHES = 512;
/** As in our own samples: bounds against a target, or a tool, that answers with anything. */
const MAX_STATUSES = 20;
const MAX_ERROR_CODES = 20;
/** How exact times must be to tell who was in flight at the end of a second. */
const FINE_MS = 10;

const EMPTY = new DurationSketch().toLine();
const WORKER = { worker: 1 } as const;

export class SecondBook implements SampleSink {
  /** Epoch ms of the beginning of second 0. */
  readonly #zeroMs: number;
  readonly #seconds = new Map<number, BookedSecond>();
  readonly #open = new Set<number>();
  readonly #errors: Record<string, number> = {};
  #lastEndMs = Number.NEGATIVE_INFINITY;

  constructor(zeroMs: number) {
    this.#zeroMs = zeroMs;
  }

  request({ sentMs, endMs, outcome, status, error }: ToolRequest): void {
    const sentIn = this.#indexOf(sentMs);
    const endedIn = this.#indexOf(endMs);
    this.#second(sentIn).sent += 1;
    const second = this.#second(endedIn);
    increment(second.outcomes, outcome, 1);
    countIfDueEarlier(second, outcome, endedIn - sentIn);
    this.#openSketch(endedIn, second).accept(endMs - sentMs);
    if (status !== null) countWithin(second.statuses, String(status), MAX_STATUSES);
    if (error !== null) countWithin(this.#errors, error, MAX_ERROR_CODES);
    if (endMs > this.#lastEndMs) this.#lastEndMs = endMs;
  }

  notSent(atMs: number, count: number): void {
    increment(this.#second(this.#indexOf(atMs)).notSent, 'connection-limit', count);
  }

  /** How many seconds lie between the first and the last. */
  get spanSeconds(): number {
    const [first, last] = this.#ends();
    return last - first + 1;
  }

  /** What an engine of this project would have written, but for what only the sender knew. */
  *events(tool: SampledBy): Generator<LoadEvent> {
    const [first, last] = this.#ends();
    const planStartMs = this.#zeroMs + first * 1_000;
    const totals = this.#totals();
    const planned = totals.sent + sum(totals.notSent);
    yield {
      ...{ type: 'start', ...WORKER, totalWorkers: 1, planStartMs, planned },
      ...{ planDurationMs: (last - first + 1) * 1_000, tool },
    };
    let inFlight = 0;
    for (let index = first; index <= last; index += 1) {
      const { latency, ...counts } = this.#seconds.get(index) ?? emptySecond();
      inFlight += counts.sent - sum(counts.outcomes);
      const line = latency instanceof DurationSketch ? latency.toLine() : latency;
      yield {
        ...{ type: 'sample', ...WORKER, second: index - first },
        ...{ startMs: this.#zeroMs + index * 1_000, planned: counts.sent + sum(counts.notSent) },
        ...{ ...counts, sentInOwnSecond: counts.sent },
        ...(tool.timeResolutionMs <= FINE_MS ? { inFlight } : {}),
        // No tool tells when a request was due, so latency begins when it was sent.
        ...{ lagMs: EMPTY, latencyMs: line, serviceTimeMs: line },
      };
    }
    const atMs = Math.max(this.#lastEndMs, planStartMs);
    yield {
      type: 'end',
      ...WORKER,
      atMs,
      planned,
      ...totals,
      reason: 'completed',
      errors: this.#errors,
    };
  }

  #indexOf(atMs: number): number {
    return Math.floor((atMs - this.#zeroMs) / 1_000);
  }

  #second(index: number): BookedSecond {
    const known = this.#seconds.get(index);
    if (known !== undefined) return known;
    const second = emptySecond();
    this.#seconds.set(index, second);
    return second;
  }

  #openSketch(index: number, second: BookedSecond): DurationSketch {
    if (second.latency instanceof DurationSketch) return second.latency;
    const sketch = DurationSketch.fromLine(second.latency);
    second.latency = sketch;
    this.#open.add(index);
    if (this.#open.size > MAX_OPEN_SKETCHES) this.#packOldest(index);
    return sketch;
  }

  /** Half of them at once, so that finding them costs little. */
  #packOldest(newest: number): void {
    const oldest = [...this.#open].sort((left, right) => left - right);
    for (const index of oldest.slice(0, MAX_OPEN_SKETCHES / 2)) {
      const second = this.#seconds.get(index);
      if (index === newest || !(second?.latency instanceof DurationSketch)) continue;
      second.latency = second.latency.toLine();
      this.#open.delete(index);
    }
  }

  #ends(): [first: number, last: number] {
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const index of this.#seconds.keys()) {
      if (index < first) first = index;
      if (index > last) last = index;
    }
    return [first, last];
  }

  #totals(): { sent: number; notSent: NotSentCounts; outcomes: OutcomeCounts } {
    const totals = { sent: 0, notSent: {} as NotSentCounts, outcomes: {} as OutcomeCounts };
    for (const { sent, notSent, outcomes } of this.#seconds.values()) {
      totals.sent += sent;
      addTo(totals.notSent, notSent);
      addTo(totals.outcomes, outcomes);
    }
    return totals;
  }
}

function emptySecond(): BookedSecond {
  return { sent: 0, notSent: {}, outcomes: {}, statuses: {}, latency: EMPTY };
}

function addTo<K extends string>(
  totals: Partial<Record<K, number>>,
  counts: Readonly<Partial<Record<K, number | undefined>>>,
): void {
  for (const key of Object.keys(counts) as K[]) increment(totals, key, counts[key] ?? 0);
}

function countWithin(counts: Record<string, number>, key: string, most: number): void {
  const isKnown = key in counts || Object.keys(counts).length < most;
  increment(counts, isKnown ? key : 'other', 1);
}
