import { describe, expect, it } from 'vitest';
import type { LoadEvent } from '../../../src/record/load-events.ts';
import type { RunRecord } from '../../../src/record/read.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { itFinds } from '../defects.ts';
import { killedAt, syntheticRun, T0 } from '../synthetic-run.ts';

describe('load-delivered', () => {
  itFinds('load-delivered', [
    {
      what: '5 % of the load never sent',
      run: () => syntheticRun({ sent: (_, planned) => planned * 0.95 }),
      is: 'inconclusive',
      reason: 'load-not-delivered',
      overall: 'inconclusive',
    },
    {
      what: 'no load at all',
      run: () => ({ ...syntheticRun(), load: [] }),
      is: 'inconclusive',
      reason: 'no-samples',
      overall: 'inconclusive',
    },
    {
      what: 'a worker that never reported',
      run: () => withoutWorker(2),
      is: 'inconclusive',
      reason: 'worker-missing',
      overall: 'inconclusive',
    },
    {
      what: 'a worker that died on the way',
      run: () => workerDiedAt(2, 90),
      is: 'inconclusive',
      reason: 'load-not-delivered',
      overall: 'inconclusive',
    },
    {
      what: 'Ctrl-C',
      run: () =>
        syntheticRun({
          end: { atMs: T0 + 100_000, how: 'interrupted', signal: 'SIGINT', message: '' },
        }),
      is: 'inconclusive',
      reason: 'interrupted',
      overall: 'inconclusive',
    },
    {
      what: 'a load that was stopped',
      run: () => stoppedAt(100),
      is: 'inconclusive',
      reason: 'interrupted',
      overall: 'inconclusive',
    },
    {
      what: 'a kill',
      run: () => killedAt(syntheticRun(), 100),
      is: 'inconclusive',
      reason: 'cut-off',
      overall: 'inconclusive',
    },
  ]);

  it('counts a killed run up to its last second only', () => {
    const { load } = judge(killedAt(syntheticRun(), 100));
    expect(load).toMatchObject({ planned: 82_000, sent: 82_000, notSent: 0 });
  });
});

function withoutWorker(worker: number): RunRecord {
  const record = syntheticRun();
  return { ...record, load: record.load.filter((event) => event.worker !== worker) };
}

/** One worker's lines stop at a second, and it never ends. */
function workerDiedAt(worker: number, second: number): RunRecord {
  const record = syntheticRun();
  return {
    ...record,
    load: record.load.filter(
      (event) =>
        event.worker !== worker ||
        event.type === 'start' ||
        (event.type === 'sample' && event.second < second),
    ),
  };
}

/** Every worker was told to stop; the manifest knows nothing of it. */
function stoppedAt(second: number): RunRecord {
  const record = syntheticRun();
  const load = record.load.filter((event) => event.type !== 'sample' || event.second < second);
  return {
    ...record,
    load: load.map(
      (event): LoadEvent => (event.type === 'end' ? { ...event, reason: 'stopped' } : event),
    ),
  };
}
