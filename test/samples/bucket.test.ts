import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configurationFor, type MotoServer, startMoto } from '../collector/moto-server.ts';
import { hasMoto } from '../peers.ts';
import { filesOf, merged, mergedAt, textOf } from './samples-folder.ts';
import { told } from './workers.ts';

const BUCKET = 'samples-of-wine';

describe.skipIf(!hasMoto())('samples in S3, as moto plays it', () => {
  let moto: MotoServer;
  let client: S3Client;
  beforeAll(async () => {
    moto = await startMoto();
    process.env.AWS_ENDPOINT_URL_S3 = moto.url;
    client = new S3Client({ ...configurationFor(moto.url), forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  });
  afterAll(async () => {
    delete process.env.AWS_ENDPOINT_URL_S3;
    client.destroy();
    await moto.stop();
  });

  async function put(files: Readonly<Record<string, string>>, prefix: string): Promise<void> {
    for (const [name, Body] of Object.entries(files)) {
      await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: `${prefix}/${name}`, Body }));
    }
  }

  /** As workers upload them: some seconds' lines a part; beside them what they agreed on. */
  function inParts(each: number) {
    const load = told({ workers: 2, seconds: 30 });
    const { 'distribution.json': distribution, ...plain } = filesOf(load);
    const parts = load.workers.flatMap((events, index) =>
      Array.from({ length: Math.ceil(events.length / each) }, (_, part) => [
        `worker-000${index + 1}/${String(part + 1).padStart(6, '0')}.ndjson`,
        textOf(events.slice(part * each, (part + 1) * each)),
      ]),
    );
    return {
      plain: { 'distribution.json': distribution!, ...plain },
      parts: {
        ...Object.fromEntries(parts),
        'distribution.json': distribution!,
        'start.json': '{}',
        'claims/0001': 'pod-a',
      } as Record<string, string>,
    };
  }

  it('are joined from their parts, in order, and are those of a folder', async () => {
    const { plain, parts } = inParts(2);
    // More than are asked for at once.
    expect(Object.keys(parts).length).toBeGreaterThan(34);
    await put(parts, 'wine/tonight');
    const inBucket = await mergedAt(`s3://${BUCKET}/wine/tonight/`);
    const inFolder = await merged(plain);
    expect(inBucket.load).toEqual(inFolder.load);
    expect(inBucket.workers.problems).toEqual([]);
    expect((await mergedAt(`s3://${BUCKET}/wine/tonight`, 2)).load).toEqual(inFolder.load);
  });

  it('name the worker of whom a part is missing', async () => {
    const { parts } = inParts(5);
    const { 'worker-0002/000002.ndjson': _, ...others } = parts;
    await put(others, 'lost');
    const { workers } = await mergedAt(`s3://${BUCKET}/lost`);
    const cut = workers.problems.find(({ kind }) => kind === 'cut-off');
    expect(cut).toMatchObject({ worker: 2 });
    expect(cut?.message).toContain('lacks its part 000002.ndjson');
  });

  it('are refused in one sentence where there are none', async () => {
    await expect(mergedAt('s3://no-such-bucket/x')).rejects.toThrow(
      's3://no-such-bucket/x: there is no such bucket; create it, or correct the place.',
    );
    await expect(mergedAt(`s3://${BUCKET}/nothing`)).rejects.toThrow(
      /nothing holds no samples of a worker \(it is empty\)/,
    );
  });
});

describe('a bucket', () => {
  it('without credentials is refused in one sentence', async () => {
    const kept = { ...process.env };
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_REGION: 'us-east-1',
    });
    try {
      await expect(mergedAt('s3://some-bucket/x')).rejects.toThrow(
        /no usable AWS credentials; sign in/,
      );
    } finally {
      for (const name of Object.keys(process.env))
        if (name.startsWith('AWS_')) delete process.env[name];
      Object.assign(process.env, kept);
    }
  });
});
