/** Reads sources one after the other into the sum of all they tell. */
import { readK6Worker } from '../load/k6/read-worker.ts';
import type { Distribution } from '../record/distribution.ts';
import type { LoadEvent } from '../record/load-events.ts';
import { type Expected, foreignBecause } from './expected.ts';
import { type Line, lineBatches, readLines } from './lines.ts';
import { LoadSum, type LoadSumData } from './load-sum.ts';
import type { Place } from './place.ts';
import { eventOf, MARKER } from './read-line.ts';
import type { Source } from './sources.ts';
import type { Surveyed } from './survey.ts';
import { readToolSamples } from './tools/read-tool-samples.ts';
import type { FoundProblem, WorkerFacts } from './worker-facts.ts';
import { WorkerTally } from './worker-tally.ts';

/** What a reader in any thread has to know. */
export interface Reading {
  readonly expected: Expected;
  /** To read what k6 left; null where `distribute` did not prepare the load. */
  readonly distribution: Distribution | null;
  readonly secondsPerPoint: number;
  /** By worker: the number of the source that counts, from 1; 0 until one is read. Shared by threads. */
  readonly owners: Int32Array;
}

export interface ReadSource {
  readonly facts: readonly WorkerFacts[];
  readonly problems: readonly FoundProblem[];
}

export class SourceReader {
  readonly #place: Place;
  readonly #reading: Reading;
  readonly #sums = new Map<number, LoadSum>();

  constructor(place: Place, reading: Reading) {
    this.#place = place;
    this.#reading = reading;
  }

  /** @param number from 1 */
  async read({ source, format }: Surveyed, number: number): Promise<ReadSource> {
    const lines = new SourceLines(source, number, this.#reading);
    if (format === 'lines') {
      await readLines(this.#place, source.files, (line) => lines.accept(line));
    } else {
      const events = format === 'tool' ? this.#toolEvents(source, number) : this.#k6Events(source);
      for await (const event of events) lines.add(event, source.name);
      lines.refuseNothing(source.name);
    }
    return lines.finish((late) => this.#sumOf(late));
  }

  async *#k6Events({ files }: Source): AsyncGenerator<LoadEvent> {
    const { distribution } = this.#reading;
    if (distribution !== null) yield* readK6Worker(textsOf(this.#place, files), distribution);
  }

  /** Each file of another tool is one of as many workers as there are files. */
  async *#toolEvents({ files, name }: Source, worker: number): AsyncGenerator<LoadEvent> {
    const totalWorkers = this.#reading.expected.workers;
    for (const event of (await readToolSamples(this.#place.pathOf(files[0]!)!, name)) ?? []) {
      yield event.type === 'start' ? { ...event, worker, totalWorkers } : { ...event, worker };
    }
  }

  /** By lateness. */
  sums(): [number, LoadSumData][] {
    return [...this.#sums].map(([late, sum]) => [late, sum.data()]);
  }

  #sumOf(late: number): LoadSum {
    const known = this.#sums.get(late);
    if (known !== undefined) return known;
    const sum = new LoadSum();
    this.#sums.set(late, sum);
    return sum;
  }
}

/** The lines of one source, by worker. */
class SourceLines {
  readonly #source: Source;
  readonly #number: number;
  readonly #reading: Reading;
  /** Null: not counted. */
  readonly #tallies = new Map<number, WorkerTally | null>();
  readonly #problems: FoundProblem[] = [];
  #unreadable: { first: Line; count: number } | null = null;

  constructor(source: Source, number: number, reading: Reading) {
    this.#source = source;
    this.#number = number;
    this.#reading = reading;
  }

  accept(line: Line): void {
    const event = eventOf(line.text);
    if (event === null) {
      // A log also holds lines of others.
      if (line.text.startsWith('{') || line.text.includes(MARKER)) this.#cannotRead(line);
      return;
    }
    try {
      this.add(event, line.file);
    } catch {
      this.#cannotRead(line);
    }
  }

  /** @throws Error when the event's sketches cannot be read */
  add(event: LoadEvent, file: string): void {
    this.#tallyOf(event)?.accept(event, file);
  }

  /** For what holds samples by its form. */
  refuseNothing(name: string): void {
    if (this.#tallies.size > 0) return;
    const message = `${name} holds no sample of a worker of this load; it is not counted.`;
    this.#problems.push({ worker: null, kind: 'foreign', message });
  }

  finish(sumOf: (late: number) => LoadSum): ReadSource {
    const { expected, secondsPerPoint } = this.#reading;
    const counted = [...this.#tallies.values()].filter((tally) => tally !== null);
    this.#noteLost(counted);
    const facts = counted.map((tally) => tally.finish(expected.startAtMs, secondsPerPoint, sumOf));
    return { facts, problems: this.#problems };
  }

  #cannotRead(line: Line): void {
    if (this.#unreadable === null) this.#unreadable = { first: line, count: 1 };
    else this.#unreadable.count += 1;
  }

  #noteLost(counted: readonly WorkerTally[]): void {
    const { missingPart } = this.#source;
    const [only, another] = counted;
    if (missingPart !== null) only?.note('cut-off', `lacks its part ${missingPart}`);
    if (this.#unreadable === null) return;
    const { first, count } = this.#unreadable;
    const where = `line ${first.number} of ${first.file}`;
    const what = `has ${count === 1 ? 'a line' : `${count} lines`} that cannot be read, the first is ${where}`;
    if (only !== undefined && another === undefined) {
      if (count === 1 && !first.isWhole) only.endsWithin(where);
      else only.note('lost-seconds', what);
    } else if (this.#problems.length === 0) {
      const message = `${this.#source.name} ${what}; which worker wrote it is not known.`;
      this.#problems.push({ worker: null, kind: 'lost-seconds', message });
    }
  }

  #tallyOf(event: LoadEvent): WorkerTally | null {
    const known = this.#tallies.get(event.worker);
    if (known !== undefined) return known;
    const tally = this.#begin(event);
    this.#tallies.set(event.worker, tally);
    return tally;
  }

  #begin(event: LoadEvent): WorkerTally | null {
    const { expected, owners } = this.#reading;
    const { worker } = event;
    const { name } = this.#source;
    const foreign =
      event.type === 'start'
        ? foreignBecause(event, expected)
        : worker > expected.workers
          ? `is worker ${worker} of ${expected.workers}`
          : null;
    if (foreign !== null) {
      const message = `${name} (worker ${worker}) ${foreign}; it is not counted.`;
      this.#problems.push({ worker, kind: 'foreign', message });
      return null;
    }
    const owner = Atomics.compareExchange(owners, worker, 0, this.#number);
    if (owner !== 0 && owner !== this.#number) {
      const message = `Worker ${worker} left more than one file: ${name} is not counted.`;
      this.#problems.push({ worker, kind: 'doubled', message });
      return null;
    }
    return new WorkerTally(worker, name);
  }
}

async function* textsOf(place: Place, files: Source['files']): AsyncGenerator<string> {
  for await (const lines of lineBatches(place, files)) for (const { text } of lines) yield text;
}
