import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadEnd, LoadEvent, LoadSample, LoadStart } from '../../src/record/load-events.ts';
import type { WorkerProblem } from '../../src/record/workers-record.ts';
import { filesOf, type MergedFiles, merged, textOf, workerFile } from './samples-folder.ts';
import { type Told, told } from './workers.ts';

const WORKERS = 4;

interface Fault {
  readonly name: string;
  readonly kind: WorkerProblem;
  /** A word of the message that says what is wrong. */
  readonly says: string;
  /** @returns the worker's files by name; null: none */
  readonly inject: (events: LoadEvent[], file: string) => Record<string, string>;
}

const on = <T extends LoadEvent['type']>(
  events: readonly LoadEvent[],
  type: T,
  change: (event: Extract<LoadEvent, { type: T }>) => LoadEvent,
): LoadEvent[] =>
  events.map((event) =>
    event.type === type ? change(event as Extract<LoadEvent, { type: T }>) : event,
  );

const shiftedBy = (events: readonly LoadEvent[], ms: number): LoadEvent[] =>
  on(events, 'start', (start: LoadStart) => ({ ...start, planStartMs: start.planStartMs + ms }));

const FAULTS: readonly Fault[] = [
  {
    name: 'none of its files arrived',
    kind: 'missing',
    says: 'left no samples',
    inject: () => ({}),
  },
  {
    name: 'its file is empty',
    kind: 'missing',
    says: 'without a readable line',
    inject: (_, file) => ({ [file]: '' }),
  },
  {
    name: 'it was killed',
    kind: 'cut-off',
    says: 'without its last line',
    inject: (events, file) => ({ [file]: textOf(events.slice(0, -9)) }),
  },
  {
    name: 'it was killed at once',
    kind: 'cut-off',
    says: 'no second',
    inject: (events, file) => ({ [file]: textOf(events.slice(0, 1)) }),
  },
  {
    name: 'its file ends in half a line',
    kind: 'cut-off',
    says: 'half a line',
    inject: (events, file) => ({ [file]: textOf(events).slice(0, -400) }),
  },
  {
    name: 'the beginning of its log is gone',
    kind: 'cut-off',
    says: 'without its first line',
    inject: (events, file) => ({ [file]: textOf(events.slice(3)) }),
  },
  {
    name: 'a part is missing',
    kind: 'cut-off',
    says: '000002.ndjson',
    inject: (events) => ({
      'parts/000001.ndjson': textOf(events.slice(0, 5)),
      'parts/000003.ndjson': textOf(events.slice(9)),
    }),
  },
  {
    name: 'its file was copied',
    kind: 'doubled',
    says: 'more than one file',
    inject: (events, file) => ({ [file]: textOf(events), 'copy-of-it.ndjson': textOf(events) }),
  },
  {
    name: 'it was started twice and left other samples',
    kind: 'doubled',
    says: 'more than one file',
    inject: (events, file) => ({
      [file]: textOf(events),
      'again.ndjson': textOf(shiftedBy(events, 90_000)),
    }),
  },
  {
    name: 'its file holds its lines twice',
    kind: 'doubled',
    says: 'of its lines twice',
    inject: (events, file) => ({ [file]: textOf([...events, ...events]) }),
  },
  {
    name: 'one second is there twice',
    kind: 'doubled',
    says: '1 of its lines twice',
    inject: (events, file) => ({
      [file]: textOf(events.flatMap((event) => (isSecond(event, 5) ? [event, event] : event))),
    }),
  },
  {
    name: 'some seconds were lost',
    kind: 'lost-seconds',
    says: '2 of its seconds',
    inject: (events, file) => ({
      [file]: textOf(events.filter((event) => !isSecond(event, 5) && !isSecond(event, 6))),
    }),
  },
  {
    name: 'its last seconds were lost',
    kind: 'lost-seconds',
    says: 'its last line says',
    inject: (events, file) => ({
      [file]: textOf(events.filter((event) => event.type !== 'sample' || event.second < 15)),
    }),
  },
  {
    name: 'a line is damaged',
    kind: 'lost-seconds',
    says: 'line 8',
    inject: (events, file) => ({ [file]: textOf(events).replace(/(?<=^(.*\n){7}.{40})./, '\0') }),
  },
  {
    name: 'a sketch is damaged',
    kind: 'lost-seconds',
    says: 'cannot be read',
    inject: (events, file) => ({
      [file]: textOf(
        on(events, 'sample', (sample: LoadSample) =>
          sample.second === 7
            ? { ...sample, latencyMs: { ...sample.latencyMs, count: sample.latencyMs.count + 1 } }
            : sample,
        ),
      ),
    }),
  },
  {
    name: 'it started 5 s late',
    kind: 'late',
    says: 'began 5.0 s late',
    inject: (events, file) => ({ [file]: textOf(shiftedBy(events, 5_000)) }),
  },
  {
    name: 'its clock is 2 s ahead, so that it began early',
    kind: 'early',
    says: 'differs by -2.0 s',
    inject: (events, file) => ({
      [file]: textOf(
        on(events, 'end', (end: LoadEnd) => ({ ...end, clock: { offsetMs: -2_000, errorMs: 30 } })),
      ),
    }),
  },
  {
    name: 'it planned more than its share',
    kind: 'wrong-share',
    says: 'its share is',
    inject: (events, file) => ({
      [file]: textOf(
        on(events, 'start', (start: LoadStart) => ({ ...start, planned: start.planned + 1 })),
      ),
    }),
  },
  {
    name: 'its samples are of another load',
    kind: 'foreign',
    says: 'of distribution "other"',
    inject: (events, file) => ({
      [file]: textOf(
        on(events, 'start', (start: LoadStart) => ({
          ...start,
          distribution: { id: 'other', startAtMs: null },
        })),
      ),
    }),
  },
  {
    name: 'its samples are of another system',
    kind: 'foreign',
    says: 'of system "iris"',
    inject: (events, file) => ({
      [file]: textOf(on(events, 'start', (start: LoadStart) => ({ ...start, system: 'iris' }))),
    }),
  },
  {
    name: 'it believes in another number of workers',
    kind: 'foreign',
    says: 'of 7 workers',
    inject: (events, file) => ({
      [file]: textOf(on(events, 'start', (start: LoadStart) => ({ ...start, totalWorkers: 7 }))),
    }),
  },
  {
    name: 'it was stopped',
    kind: 'stopped',
    says: 'stopped before its plan ended',
    inject: (events, file) => ({
      [file]: textOf(on(events, 'end', (end: LoadEnd) => ({ ...end, reason: 'stopped' }))),
    }),
  },
];

function isSecond(event: LoadEvent, second: number): boolean {
  return event.type === 'sample' && event.second === second;
}

function injected({ distribution, workers }: Told, victim: number, { inject }: Fault) {
  const { [workerFile(victim)]: _, ...others } = filesOf({ distribution, workers });
  return { ...others, ...inject(workers[victim - 1]!, workerFile(victim)) };
}

const sentIn = (load: readonly LoadEvent[]) =>
  load.reduce((sum, event) => sum + (event.type === 'sample' ? event.sent : 0), 0);

describe('a fault of one worker', () => {
  const whole = told({ workers: WORKERS });
  const most = whole.workers.reduce((sum, events) => sum + sentIn(events), 0);

  it.each(FAULTS)('is named with its number when $name', async (fault) => {
    const victim = 1 + (FAULTS.indexOf(fault) % WORKERS);
    const { load, workers } = await merged(injected(whole, victim, fault));
    const found = workers.problems.find(({ kind }) => kind === fault.kind);
    expect(found, JSON.stringify(workers.problems)).toMatchObject({ worker: victim });
    expect(found!.message).toContain(fault.says);
    expect(new Set(workers.problems.map(({ worker }) => worker))).toEqual(new Set([victim]));
    expect(sentIn(load), 'counts nothing twice').toBeLessThanOrEqual(most);
  });

  it('is named beside those of others', async () => {
    const pairs = fc
      .tuple(fc.constantFrom(...FAULTS), fc.constantFrom(...FAULTS))
      // Each puts its own files in the place.
      .filter(([one, other]) => one !== other);
    await fc.assert(
      fc.asyncProperty(pairs, async ([one, other]) => {
        const { distribution, workers } = whole;
        const files = filesOf({ distribution, workers });
        for (const [victim, { inject }] of [[2, one] as const, [3, other] as const]) {
          delete files[workerFile(victim)];
          Object.assign(files, inject(workers[victim - 1]!, workerFile(victim)));
        }
        if (Object.keys(files).length < 5) return;
        const { workers: record } = await merged(files);
        const named = record.problems.map(({ worker, kind }) => `${worker} ${kind}`);
        expect(named).toEqual(expect.arrayContaining([`2 ${one.kind}`, `3 ${other.kind}`]));
      }),
      { numRuns: 15 },
    );
  });
});

describe('workers that did not begin together', () => {
  const whole = told({ workers: 3, rps: 30, seconds: 10 });
  const moved = (ms: readonly number[], clocks: readonly number[] = [0, 0, 0]) =>
    merged(
      filesOf({
        ...whole,
        workers: whole.workers.map((events, index) =>
          on(shiftedBy(events, ms[index]!), 'end', (end: LoadEnd) => ({
            ...end,
            clock: { offsetMs: clocks[index]!, errorMs: 20 },
          })),
        ),
      }),
    );
  const sentBySecond = ({ load }: MergedFiles) =>
    load.flatMap((event) => (event.type === 'sample' ? event.sent : []));
  const start = ({ load }: MergedFiles) => load[0] as LoadStart;

  it('are aligned by the seconds in which they truly sent', async () => {
    const late = await moved([0, 5_000, 0]);
    expect(late.workers.problems).toMatchObject([{ worker: 2, kind: 'late' }]);
    const own = whole.workers.map((events) =>
      events.flatMap((event) => (event.type === 'sample' ? event.sent : [])),
    );
    expect(sentBySecond(late)).toEqual(
      Array.from(
        { length: own[0]!.length + 5 },
        (_, second) => (own[0]![second] ?? 0) + (own[1]![second - 5] ?? 0) + (own[2]![second] ?? 0),
      ),
    );
    const early = await moved([0, -3_000, 0]);
    expect(early.workers.problems).toMatchObject([{ worker: 2, kind: 'early' }]);
    expect(start(early).planStartMs).toBe(start(late).planStartMs - 3_000);
    expect(sentBySecond(early)[0]).toBe(own[1]![0]);
  });

  it('are aligned as they are when clocks differ, and sent at the same moment', async () => {
    // Its clock is 2 s ahead and it began when that said so: 2 s early.
    const early = await moved([0, 0, 0], [0, -2_000, 0]);
    expect(early.workers.problems).toMatchObject([{ worker: 2, kind: 'early' }]);
    // The same clock, but it began together with the others.
    const together = await moved([0, 2_000, 0], [0, -2_000, 0]);
    expect(together.workers.problems).toEqual([]);
    expect(together.workers.workers[1]).toMatchObject({
      startedLateMs: 0,
      clock: { offsetMs: -2_000 },
    });
  });

  it('have no problem where only the target’s clock differs, or all were late together', async () => {
    const even = sentBySecond(await moved([0, 0, 0]));
    for (const other of [
      await moved([0, 0, 0], [4_000, 4_010, 3_990]),
      await moved([7_000, 7_020, 7_000]),
      await moved([300, 0, 900]),
    ]) {
      expect(other.workers.problems).toEqual([]);
      expect(sentBySecond(other)).toEqual(even);
    }
  });
});
