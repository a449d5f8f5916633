import { describe, expect, it } from 'vitest';
import { workerMultiples } from '../../src/analysis/worker-multiples.ts';
import type { WorkerRecord, WorkersRecord } from '../../src/record/workers-record.ts';
import { workersRecord } from '../report/sample-workers.ts';

const [QUIET] = workersRecord(1).workers as [WorkerRecord];

/** Four points of 10 s each, alike but for the changes. */
function worker(number: number, series: Partial<WorkerRecord['series']> = {}): WorkerRecord {
  return {
    ...QUIET,
    worker: number,
    series: {
      secondsPerPoint: 10,
      sentRps: [100, 100, 100, 100],
      lagP99Ms: [1, 1, 1, 1],
      latencyP99Ms: [50, 50, 50, 50],
      failedShare: [0, 0, 0, 0],
      ...series,
    },
  };
}

function multiples(
  workers: readonly WorkerRecord[],
  problems: WorkersRecord['problems'] = [],
  expected = workers.length,
) {
  return workerMultiples({
    ...{ schemaVersion: 1, distributionId: null, expected },
    ...{ problems, workers: [...workers] },
  });
}

const order = ({ workers }: ReturnType<typeof multiples>) => workers.map((one) => one.worker);

describe('the workers side by side', () => {
  it('puts problems first by their gravity, then the worker farthest from the median', () => {
    const of = multiples(
      [
        worker(1),
        worker(2, { latencyP99Ms: [50, 60, 50, 50] }),
        worker(3),
        worker(4, { sentRps: [100, 100, 10, 100] }),
        worker(5),
        worker(6),
      ],
      [
        { worker: 5, kind: 'late', message: 'Worker 5 began 4 s late.' },
        { worker: 6, kind: 'late', message: 'Worker 6 began 5 s late.' },
        { worker: 6, kind: 'doubled', message: 'Worker 6 has two files.' },
        { worker: 9, kind: 'missing', message: 'Worker 9 left no samples.' },
        { worker: null, kind: 'foreign', message: 'other.ndjson is of another load.' },
      ],
      7,
    );
    expect(order(of)).toEqual([6, 5, 4, 2, 1, 3]);
    expect(of.workers[0]?.problems).toEqual(['doubled', 'late']);
    expect(of.missing).toEqual([9]);
    expect(of.problems).toHaveLength(5);
  });

  it('counts silence as unknown, not as a distance from the others', () => {
    const silent = worker(3, { latencyP99Ms: [50, null, null, null] });
    const of = multiples([worker(1, { latencyP99Ms: [50, 51, 50, 50] }), worker(2), silent]);
    expect(order(of)).toEqual([1, 2, 3]);
    expect(of.workers[2]?.lines.latencyP99Ms).toEqual([50, null, null, null]);
    expect(of.typical.latencyP99Ms).toEqual([50, 50.5, 50, 50]);
  });

  it('gives all workers one scale, in which noise stays small', () => {
    const { scales } = multiples([worker(1), worker(2, { latencyP99Ms: [50, 900, 50, 50] })]);
    expect(scales).toEqual({ sentRps: 100, lagP99Ms: 10, latencyP99Ms: 900, failedShare: 0.01 });
  });

  it('shortens an hour, averages its rates and keeps its worst second', () => {
    const points = 3_600;
    const line = (value: number) => Array.from({ length: points }, () => value);
    const long = worker(1, {
      secondsPerPoint: 1,
      sentRps: line(100).with(0, 0),
      lagP99Ms: line(1).with(1_234, 700),
      latencyP99Ms: line(50),
      failedShare: line(0).with(points - 1, 1),
    });
    const of = multiples([long]);
    expect(of).toMatchObject({ loadSeconds: 3_600, secondsPerPoint: 100 });
    const { lines } = of.workers[0]!;
    expect(lines.sentRps).toHaveLength(36);
    expect(lines.sentRps.slice(0, 2)).toEqual([99, 100]);
    expect(lines.lagP99Ms.filter((value) => value === 700)).toHaveLength(1);
    expect(lines.failedShare.at(-1)).toBe(1);
  });

  it('draws workers of different grain and length on one axis', () => {
    const short = worker(2, {
      secondsPerPoint: 5,
      lagP99Ms: [1, 2, 3, 4],
      sentRps: [10, 20, 30, 40],
    });
    const of = multiples([worker(1), short]);
    expect(of).toMatchObject({ loadSeconds: 40, secondsPerPoint: 10 });
    const lines = of.workers.find((one) => one.worker === 2)!.lines;
    expect(lines.sentRps).toEqual([15, 35, null, null]);
    expect(lines.lagP99Ms).toEqual([2, 4, null, null]);
  });

  it('tells which share of the requests that ended failed', () => {
    const of = multiples([
      { ...worker(1), outcomes: { correct: 6, wrong: 2, throttled: 1, timeout: 1 } },
      { ...worker(2), outcomes: {} },
    ]);
    expect(of.workers.map(({ failedShare }) => failedShare)).toEqual([0.2, null]);
  });

  it('is empty where every worker is missing', () => {
    const missing = { worker: 1, kind: 'missing', message: 'Worker 1 left no samples.' } as const;
    const of = multiples([], [missing], 1);
    expect(of).toMatchObject({ workers: [], missing: [1], loadSeconds: 0 });
  });
});
