import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LoadEnd, LoadEvent, LoadStart } from '../../src/record/load-events.ts';
import { k6Output, PHASES, ZERO_MS } from '../load/k6-output.ts';
import { type Files, merged } from './samples-folder.ts';
import { distributionOf } from './workers.ts';

const end = (load: readonly LoadEvent[]) => load.at(-1) as LoadEnd;

describe("what k6's workers left", () => {
  const distribution = {
    ...distributionOf({ workers: 3 }),
    ...{ id: 'try', engine: 'k6', phases: PHASES, startAtMs: ZERO_MS },
  };
  const files = {
    'distribution.json': JSON.stringify(distribution),
    'worker-0001.json.gz': gzipSync(k6Output(1, 3)),
    'worker-0002.json': k6Output(2, 3),
    'worker-0003.json': k6Output(3, 3),
  } satisfies Files;

  it('is merged as the samples of the replay engine are', async () => {
    const { load, workers } = await merged(files);
    expect(workers.problems).toEqual([]);
    expect(workers.workers.map(({ sent }) => sent)).toEqual([10, 10, 10]);
    expect(end(load)).toMatchObject({ planned: 30, sent: 30, outcomes: { correct: 30 } });
    expect((await merged(files, 2)).load).toEqual(load);
  });

  it('is cut off where k6 was killed, and there twice where it was copied', async () => {
    const killed = await merged({
      ...files,
      'worker-0002.json': k6Output(2, 3, { requests: 4, done: false }),
    });
    expect(killed.workers.problems).toMatchObject([{ worker: 2, kind: 'cut-off' }]);
    const copied = await merged({ ...files, 'copy.json': k6Output(2, 3) });
    expect(copied.workers.problems).toMatchObject([{ worker: 2, kind: 'doubled' }]);
    expect(end(copied.load).sent).toBe(30);
  });

  it('is not counted where it is of no worker of this load', async () => {
    const { workers } = await merged({
      ...files,
      'worker-0002.json':
        '{"metric":"vus","type":"Point","data":{"time":"2026-11-22T08:00:00Z","value":1}}\n',
    });
    expect(workers.problems).toMatchObject([
      { worker: null, kind: 'foreign' },
      { worker: 2, kind: 'missing' },
    ]);
  });
});

describe('what other tools wrote on several machines', () => {
  const jtl = (fromMs: number, requests: number) =>
    [
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,Latency',
      ...Array.from(
        { length: requests },
        (_, index) => `${fromMs + index * 100},${50 + index},x,200,OK,t 1-1,text,true,312,40`,
      ),
      '',
    ].join('\n');

  it('is added up by the time of its requests', async () => {
    const { load, workers } = await merged({
      'one/results.jtl': jtl(ZERO_MS, 30),
      'two/results.jtl': jtl(ZERO_MS + 2_000, 30),
    });
    expect(workers).toMatchObject({ expected: 2, distributionId: null, problems: [] });
    expect(load[0] as LoadStart).toMatchObject({ tool: { name: 'JMeter' }, planned: 60 });
    expect(load[0]).not.toHaveProperty('maxConnections');
    const samples = load.filter((event) => event.type === 'sample');
    expect(samples.map(({ sent }) => sent)).toEqual([10, 10, 20, 10, 10]);
    expect(samples[0]).not.toHaveProperty('backlog');
    expect(end(load)).toMatchObject({ sent: 60, outcomes: { correct: 60 } });
  });
});
