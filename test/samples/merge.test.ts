import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSeconds } from '../../src/analysis/load-seconds.ts';
import { loadTotals } from '../../src/analysis/load-totals.ts';
import { predictionTable } from '../../src/analysis/row-predictions.ts';
import { type LoadEvent, type LoadSample, loadEventSchema } from '../../src/record/load-events.ts';
import { DurationSketch } from '../../src/record/sketch.ts';
import { workersRecordSchema } from '../../src/record/workers-record.ts';
import { filesOf, merged, textOf, workerFile } from './samples-folder.ts';
import { type Told, told } from './workers.ts';

const samplesOf = (load: readonly LoadEvent[]) =>
  load.filter((event): event is LoadSample => event.type === 'sample');

/** Without what depends on how many workers there are, and sketches as they are written anew. */
function comparable(load: readonly LoadEvent[]) {
  return samplesOf(load).map(
    ({ worker: _, connections: __, eventLoopUtilization: ___, ...rest }) => ({
      ...rest,
      lagMs: DurationSketch.fromLine(rest.lagMs).toLine(),
      latencyMs: DurationSketch.fromLine(rest.latencyMs).toLine(),
      serviceTimeMs: DurationSketch.fromLine(rest.serviceTimeMs).toLine(),
    }),
  );
}

/** Two that came in the same second have no order. */
function tableOf(load: readonly LoadEvent[]) {
  const table = predictionTable(load);
  return table?.rows.map(({ predictions, ...row }) => ({
    ...row,
    predictions: new Set(predictions.map((one) => JSON.stringify(one))),
  }));
}

const failuresOf = (load: readonly LoadEvent[]) =>
  load.filter((event) => event.type === 'failure').map(({ atMs, row }) => ({ atMs, row }));

describe('the samples of several workers', () => {
  it('are what one worker would have recorded that had sent all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 5, max: 200 }),
        fc.integer({ min: 1, max: 30 }),
        fc.nat(1_000),
        async (workers, rps, seconds, seed) => {
          const [alone] = told({ workers: 1, rps, seconds, seed }).workers;
          const { load, workers: record } = await merged(
            filesOf(told({ workers, rps, seconds, seed })),
          );
          expect(record.problems).toEqual([]);
          expect(comparable(load)).toEqual(comparable(alone!));
          expect(failuresOf(load)).toEqual(failuresOf(alone!));
          expect(tableOf(load)).toEqual(tableOf(alone!));
          const { expectedWorkers: _, ...totals } = loadTotals(load, true);
          expect(totals).toEqual({ ...loadTotals(alone!, true), expectedWorkers: undefined });
        },
      ),
      { numRuns: 12 },
    );
  });

  it('are lines that every reader of a run accepts, and a record of each worker', async () => {
    const files = filesOf(told({ workers: 3 }));
    const { load, workers } = await merged(files);
    for (const event of load) expect(loadEventSchema.parse(event)).toEqual(event);
    expect(workersRecordSchema.parse(workers)).toEqual(workers);
    expect(workers.workers.map(({ worker, files }) => [worker, files])).toEqual(
      [1, 2, 3].map((worker) => [worker, [workerFile(worker)]]),
    );
    const sent = workers.workers.reduce((sum, each) => sum + each.sent, 0);
    expect(load.at(-1)).toMatchObject({ type: 'end', sent, reason: 'completed' });
    for (const { series } of workers.workers) expect(series.sentRps).toHaveLength(24);
  });

  it('are added up in any order, in one thread or in several', async () => {
    const { workers, distribution } = told({ workers: 5 });
    const names = ['b/1.ndjson', 'a.ndjson', 'c.ndjson', 'b/0.ndjson', 'z.ndjson'];
    const expected = await merged(filesOf({ workers, distribution }));
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(names, { minLength: 5 }),
        fc.constantFrom(1, 1, 2),
        async (order, threads) => {
          const files = Object.fromEntries(
            workers.map((events, index) => [order[index]!, textOf(events)]),
          );
          const again = await merged(
            { ...files, 'distribution.json': JSON.stringify(distribution) },
            threads,
          );
          expect(again.load).toEqual(expected.load);
          const withoutFiles = ({ workers }: typeof again.workers) =>
            workers.map(({ files: _, ...rest }) => rest);
          expect(withoutFiles(again.workers)).toEqual(withoutFiles(expected.workers));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('are added up to the digit as sketch after sketch would be', async () => {
    const { workers, distribution } = told({ workers: 4, rps: 300 });
    const { load } = await merged(filesOf({ workers, distribution }));
    // The plain way: every line parsed by its schema, every sketch unpacked and merged.
    const plain = loadSeconds(workers.flat().map((event) => loadEventSchema.parse(event)));
    for (const [index, sample] of samplesOf(load).entries()) {
      for (const name of ['lagMs', 'latencyMs', 'serviceTimeMs'] as const) {
        const line = new DurationSketch().merge(plain[index]![name]).toLine();
        expect(sample[name]).toEqual(DurationSketch.fromLine(line).toLine());
      }
    }
  });

  it('may be packed, in parts, or lines of a log among others', async () => {
    const { workers, distribution } = told({ workers: 3 });
    const plain = await merged(filesOf({ workers, distribution }));
    const [first, second, third] = workers as [LoadEvent[], LoadEvent[], LoadEvent[]];
    const logged = textOf(third)
      .split('\n')
      .flatMap((line, index) => [`[pod/x] ${index} starting`, `pod-3 x scaleproof-samples ${line}`])
      .slice(0, -1)
      .join('\n');
    const mixed = await merged({
      'distribution.json': JSON.stringify(distribution),
      'worker-0001.ndjson.gz': gzipSync(textOf(first)),
      'worker-0002/000001.ndjson': textOf(second.slice(0, 4)),
      'worker-0002/000002.ndjson': textOf(second.slice(4, 9)),
      'worker-0002/000003.ndjson': textOf(second.slice(9)),
      'pods.log': `${logged}\n`,
      'commands.sh': 'kubectl apply -f run.yml\n',
    });
    expect(mixed.workers.problems).toEqual([]);
    expect(mixed.load).toEqual(plain.load);
  });

  it('may all be lines of one log', async () => {
    const { workers, distribution } = told({ workers: 3 });
    const plain = await merged(filesOf({ workers, distribution }));
    const longest = Math.max(...workers.map(({ length }) => length));
    const lines = Array.from({ length: longest }, (_, index) =>
      workers.flatMap((events) => events[index] ?? []),
    ).flat();
    const log = lines.map((event) => `t scaleproof-samples ${JSON.stringify(event)}\n`).join('');
    const { load } = await merged({ 'distribution.json': JSON.stringify(distribution), log });
    expect(load).toEqual(plain.load);
  });

  it('need no distribution.json: their first lines say how many there are', async () => {
    const { 'distribution.json': _, ...files } = filesOf(told({ workers: 3 }));
    const { [workerFile(2)]: __, ...two } = files;
    expect((await merged(files)).workers).toMatchObject({ expected: 3, problems: [] });
    expect((await merged(two)).workers.problems).toMatchObject([{ worker: 2, kind: 'missing' }]);
  });

  it('keep no more rows and predictions than one worker does, whichever comes first', async () => {
    const { distribution, workers } = told({ workers: 2, seconds: 5 });
    const manyRows = (worker: number): LoadEvent => ({
      ...{ type: 'answers', worker, second: 0, seconds: 5, startMs: 0, leftOut: 0 },
      groups: [1, 2, 3, 4, 5, 6].map((part) => ({
        predicted: `${worker}-${part}`,
        outcome: 'wrong',
        rows: Array.from({ length: 5_500 }, (_, index) => 1 + index * 2 + worker),
        counts: Array(5_500).fill(part),
        first: Array(5_500).fill(worker),
        last: Array(5_500).fill(worker + 1),
      })),
    });
    const withRows: Told = {
      distribution,
      workers: workers.map((events, index) => [
        ...events.filter(({ type }) => type !== 'answers'),
        manyRows(index + 1),
      ]),
    };
    const other = { ...withRows, workers: withRows.workers.toReversed() };
    const [one, another] = [await merged(filesOf(withRows)), await merged(filesOf(other))];
    expect(one.load).toEqual(another.load);
    const table = predictionTable(one.load)!;
    expect(table.rows).toHaveLength(10_000);
    expect(table.count + table.leftOut).toBe(2 * 5_500 * 21);
    for (const { predictions } of table.rows) {
      expect(predictions.filter(({ predicted }) => predicted !== null)).toHaveLength(5);
    }
  });
});
