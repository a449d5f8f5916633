/** How workers that know nothing of each other agree, and where their samples go; against moto's S3, too. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { openS3Place, type S3Place } from '../../src/aws/s3-place.ts';
import { parseS3Url } from '../../src/aws/s3-url.ts';
import { agreeOnStart, claimNumber } from '../../src/load/distributed/meeting-place.ts';
import { openSampleSink } from '../../src/load/distributed/sample-sink.ts';
import { joinDistribution } from '../../src/load/distributed/worker.ts';
import type { Distribution } from '../../src/record/distribution.ts';
import type { LoadEvent } from '../../src/record/load-events.ts';
import { type MotoServer, startMoto } from '../collector/moto-server.ts';
import { hasMoto } from '../peers.ts';

const DISTRIBUTION: Distribution = {
  schemaVersion: 1,
  id: 'try',
  createdAtMs: 0,
  platform: 'fargate',
  engine: 'artillery',
  workers: 4,
  rpsPerWorker: 10,
  arguments: ['wine'],
  systemId: 'wine',
  seed: 1,
  phases: [{ name: 'load', durationSeconds: 1, startRps: 10, endRps: 10 }],
  startAtMs: null,
  samples: 's3://load/try',
};
const { signal } = new AbortController();

/** In this process, with S3's promise that a conditional put succeeds once. */
function placeHere(): S3Place & { readonly objects: Map<string, string> } {
  const objects = new Map<string, string>();
  return {
    url: 's3://here/try',
    objects,
    put: async (name, body) => void objects.set(name, body),
    async putNew(name, body) {
      if (objects.has(name)) return false;
      objects.set(name, body);
      return true;
    },
    get: async (name) => (objects.has(name) ? Readable.from([objects.get(name)!]) : null),
    list: async (under = '') => [...objects.keys()].filter((name) => name.startsWith(under)).sort(),
    close() {},
  };
}

describe.each<[string, () => Promise<S3Place>]>([
  ['a place in this process', async () => placeHere()],
  ...(hasMoto() ? [['S3 as moto plays it', motoPlace] as [string, () => Promise<S3Place>]] : []),
])('workers that meet in %s', (_name, open) => {
  test('get each its own number, the first of them leaves the distribution there', async () => {
    const place = await open();
    const numbers = await Promise.all([1, 2, 3, 4].map(() => claimNumber(place, DISTRIBUTION)));
    expect(numbers.toSorted()).toEqual([1, 2, 3, 4]);
    let text = '';
    for await (const chunk of (await place.get('distribution.json'))!) text += String(chunk);
    expect(JSON.parse(text)).toEqual(DISTRIBUTION);
    await expect(claimNumber(place, DISTRIBUTION)).rejects.toThrow(
      /all 4 numbers are taken, so this worker has nothing to send; use an empty prefix/,
    );
  });

  test('agree on one start once all are ready', async () => {
    const place = await open();
    const beganMs = Date.now();
    const starts = await Promise.all(
      [1, 2, 3].map((number) => agreeOnStart(place, { number, workers: 3, signal })),
    );
    expect(new Set(starts).size).toBe(1);
    expect(starts[0]).toBeGreaterThan(beganMs);
  });

  test('do not start without those who never came', async () => {
    const place = await open();
    const waiting = { number: 1, workers: 2, signal: AbortSignal.abort() };
    await expect(agreeOnStart(place, waiting)).rejects.toThrow(
      /only 1 of 2 workers were ready in time, so none starts/,
    );
  });

  test('leave their lines in numbered parts', async () => {
    const place = await open();
    const sink = openSampleSink('s3://there', 3, { ...place, close() {} });
    const line = { type: 'failure', worker: 3 } as unknown as LoadEvent;
    sink.append(line);
    sink.append(line);
    await sink.close();
    expect(await place.list('worker-0003/')).toEqual(['worker-0003/000001.ndjson']);
    let text = '';
    for await (const chunk of (await place.get('worker-0003/000001.ndjson'))!)
      text += String(chunk);
    expect(text).toBe(`${JSON.stringify(line)}\n`.repeat(2));
  });
});

test('a part that S3 refuses fails the worker, with the place', async () => {
  const sink = openSampleSink('s3://there', 1, {
    ...placeHere(),
    put: async () => {
      throw new Error('s3://there: no');
    },
  });
  sink.append({ type: 'failure', worker: 1 } as unknown as LoadEvent);
  await expect(sink.close()).rejects.toThrow('s3://there: no');
});

describe('a worker outside S3', () => {
  const samples = mkdtempSync(join(tmpdir(), 'samples-'));
  const own = { ...DISTRIBUTION, samples };
  const join_ = (env: NodeJS.ProcessEnv, distribution: Distribution = own) =>
    joinDistribution(distribution, 'us-east-1', env);

  test('has its number and start from the environment, and writes to its own file', async () => {
    const worker = await join_({ SCALEPROOF_WORKER: '4', SCALEPROOF_START_AT: '1795334842000' });
    expect([worker.number, worker.folder, await worker.agreeOnStart(signal)]).toEqual([
      4,
      samples,
      1_795_334_842_000,
    ]);
    worker.samples.append({ type: 'failure', worker: 4 } as unknown as LoadEvent);
    await worker.samples.close();
    expect(readFileSync(join(samples, 'worker-0004.ndjson'), 'utf8')).toBe(
      '{"type":"failure","worker":4}\n',
    );
  });

  test('starts when the distribution says so, where the environment does not', async () => {
    const worker = await join_({ SCALEPROOF_WORKER: '1' }, { ...own, startAtMs: 5 });
    expect(await worker.agreeOnStart(signal)).toBe(5);
  });

  test.each([
    [{}, /SCALEPROOF_WORKER: expected this worker's number, 1 to 4, found none/],
    [{ SCALEPROOF_WORKER: '5' }, /expected a whole number from 1 to 4, found "5"/],
    [{ SCALEPROOF_WORKER: '1.5' }, /expected a whole number from 1 to 4, found "1\.5"/],
  ])('refuses %j', async (env, message) => {
    await expect(join_(env)).rejects.toThrow(message);
  });

  test.each([
    [{}, /SCALEPROOF_START_AT: expected the agreed start in epoch milliseconds, found none/],
    [{ SCALEPROOF_START_AT: '12:00' }, /expected epoch milliseconds \(13 digits\), found "12:00"/],
  ])('cannot start with %j', async (env, message) => {
    const worker = await join_({ SCALEPROOF_WORKER: '1', ...env });
    await expect(worker.agreeOnStart(signal)).rejects.toThrow(message);
  });
});

test.each(['s3://', 's3:/bucket', 's3://Bucket/x', 'https://bucket'])(
  '%s is no place in S3',
  (url) => {
    expect(() => parseS3Url(url)).toThrow(/expected s3:\/\/BUCKET\/PREFIX/);
  },
);

test('without a bucket, S3 is asked once and the place is named', {
  skip: !hasMoto(),
}, async () => {
  const place = openS3Place('s3://nobody-has-this/x', 'us-east-1', await motoEnv());
  await expect(place.put('claims/0001', 'try')).rejects.toThrow(
    's3://nobody-has-this/x: there is no such bucket; create it, or correct the place.',
  );
});

let moto: Promise<MotoServer> | undefined;
afterAll(async () => (await moto)?.stop());

async function motoEnv(): Promise<NodeJS.ProcessEnv> {
  moto ??= startMoto();
  return { AWS_ENDPOINT_URL_S3: (await moto).url };
}

let places = 0;
async function motoPlace(): Promise<S3Place> {
  const env = await motoEnv();
  await fetch(`${env.AWS_ENDPOINT_URL_S3}/load`, { method: 'PUT' });
  places += 1;
  return openS3Place(`s3://load/place-${places}`, 'us-east-1', env);
}
