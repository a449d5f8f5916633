/**
 * One worker's lines, kept until its last one has told its clock: only then is it known which second of the load its
 * seconds are.
 */
import { sum } from '../load/replay/second.ts';
import type {
  LoadAnswers,
  LoadEnd,
  LoadEvent,
  LoadFailure,
  LoadSample,
  LoadStart,
} from '../record/load-events.ts';
import type { WorkerProblem } from '../record/workers-record.ts';
import type { LoadSum } from './load-sum.ts';
import { addAll, type ReadSample } from './second-sum.ts';
import { SketchStore } from './sketch-sum.ts';
import { lateMs, lateness } from './start-time.ts';
import type { WorkerFacts } from './worker-facts.ts';
import { courseOf } from './worker-series.ts';

/** Stores grow to what a worker needs; the next one takes it over. */
const unused: SketchStore[] = [];

export class WorkerTally {
  readonly worker: number;
  readonly #source: string;
  readonly #files = new Set<string>();
  readonly #store = unused.pop() ?? new SketchStore();
  readonly #bySecond = new Map<number, ReadSample>();
  readonly #answers = new Map<number, LoadAnswers>();
  readonly #failures: LoadFailure[] = [];
  readonly #problems: WorkerFacts['problems'][number][] = [];
  #start: LoadStart | null = null;
  #end: LoadEnd | null = null;
  #repeated = 0;
  #halfLine: string | null = null;

  constructor(worker: number, source: string) {
    this.worker = worker;
    this.#source = source;
  }

  /** @throws Error when the line's sketches cannot be read */
  accept(event: LoadEvent, file: string): void {
    this.#files.add(file);
    switch (event.type) {
      case 'start':
        if (this.#start === null) this.#start = event;
        else this.#repeated += 1;
        return;
      case 'end':
        if (this.#end === null) this.#end = event;
        else this.#repeated += 1;
        return;
      case 'sample':
        if (this.#bySecond.has(event.second)) this.#repeated += 1;
        else this.#bySecond.set(event.second, this.#read(event));
        return;
      case 'answers':
        if (!this.#answers.has(event.second)) this.#answers.set(event.second, event);
        return;
      case 'failure':
        this.#failures.push(event);
    }
  }

  /** @param where the line that its file ends within */
  endsWithin(where: string): void {
    this.#halfLine = where;
  }

  /** @param what completes `Worker 3 (its file) ...` */
  note(kind: WorkerProblem, what: string): void {
    const message = `Worker ${this.worker} (${this.#source}) ${what}.`;
    this.#problems.push({ worker: this.worker, kind, message });
  }

  /** Adds everything to the load of those that began when this worker did. */
  finish(
    agreedMs: number | null,
    pointSeconds: number,
    sumOf: (late: number) => LoadSum,
  ): WorkerFacts {
    const samples = [...this.#bySecond.values()].sort((one, other) => one.second - other.second);
    this.#noteProblems(samples);
    const startMs = this.#start?.planStartMs ?? firstMs(samples);
    const late = lateMs(startMs, this.#end?.clock ?? null, agreedMs);
    const isLate = lateness(late);
    this.#addTo(sumOf(isLate), samples, startMs);
    const shiftSeconds = agreedMs === null ? 0 : Math.round(isLate / 1_000);
    const course = courseOf(samples, this.#store.counts, { length: pointSeconds, shiftSeconds });
    this.#store.clear();
    unused.push(this.#store);
    return {
      worker: this.worker,
      source: this.#source,
      files: [...this.#files],
      ...{ start: this.#start, end: this.#end, startMs, lateMs: late, lateness: isLate },
      ...totalsOf(this.#end, samples),
      ...course,
      eventLoopUtilization: samples.reduce(
        (most, { eventLoopUtilization = 0 }) => Math.max(most, eventLoopUtilization),
        0,
      ),
      problems: this.#problems,
    };
  }

  #read(event: LoadSample): ReadSample {
    return {
      ...event,
      lagMs: this.#store.read(event.lagMs),
      latencyMs: this.#store.read(event.latencyMs),
      serviceTimeMs: this.#store.read(event.serviceTimeMs),
    };
  }

  #addTo(load: LoadSum, samples: readonly ReadSample[], startMs: number): void {
    for (const sample of samples) load.addSample(sample, this.#store.counts);
    for (const line of this.#answers.values()) load.addAnswers(line);
    for (const failure of this.#failures) {
      load.addFailure({ ...failure, atMs: failure.atMs - startMs });
    }
  }

  #noteProblems(samples: readonly ReadSample[]): void {
    const last = samples.at(-1)?.second ?? -1;
    if (this.#repeated > 0) {
      this.note('doubled', `has ${this.#repeated} of its lines twice; they are counted once`);
    }
    if (this.#start === null) this.note('cut-off', 'begins without its first line');
    if (this.#start?.tool?.cutOff) this.note('cut-off', 'ends within a line');
    if (this.#end === null) {
      const seen = last === -1 ? 'has no second of load' : `ends after second ${last}`;
      const how =
        this.#halfLine === null ? 'without its last line' : `in half a line (${this.#halfLine})`;
      this.note('cut-off', `${seen} ${how}: it was killed, or its samples were cut off`);
    } else if (this.#end.reason === 'stopped') {
      const rest = this.#end.notSent.stopped ?? 0;
      this.note('stopped', `was stopped before its plan ended, with ${rest} requests unsent`);
    }
    // Only the engines that this project brings begin at second 0 whatever they send.
    const from = this.#start !== null && this.#start.tool === undefined ? 0 : samples[0]?.second;
    const lost = last + 1 - (from ?? 0) - samples.length;
    const sent = samples.reduce((total, each) => total + each.sent, 0);
    if (lost > 0) {
      this.note('lost-seconds', `lacks ${lost} of its seconds up to second ${last}`);
    } else if (this.#end !== null && this.#end.sent !== sent) {
      const said = `its seconds hold ${sent} sent requests, and its last line says ${this.#end.sent}`;
      this.note('lost-seconds', `lacks some of its lines: ${said}`);
    }
  }
}

function firstMs([first]: readonly ReadSample[]): number {
  return first === undefined ? 0 : first.startMs - first.second * 1_000;
}

/** By its last line; without one, what its seconds account for. */
function totalsOf(end: LoadEnd | null, samples: readonly ReadSample[]) {
  if (end !== null) {
    const { planned, sent, notSent, outcomes, coldStarts = null } = end;
    return { planned, sent, notSent, outcomes, coldStarts };
  }
  const [notSent, outcomes]: Record<string, number>[] = [{}, {}];
  let sent = 0;
  let coldStarts: number | null = null;
  for (const sample of samples) {
    addAll(notSent!, sample.notSent);
    addAll(outcomes!, sample.outcomes);
    sent += sample.sent;
    if (sample.coldStarts !== undefined) coldStarts = (coldStarts ?? 0) + sample.coldStarts;
  }
  return {
    planned: sent + sum(notSent!),
    sent,
    notSent: notSent!,
    outcomes: outcomes!,
    coldStarts,
  };
}
