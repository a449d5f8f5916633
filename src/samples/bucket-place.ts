/** Samples below a prefix in S3. */
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { createS3Client, refuseOfS3 } from '../aws/s3-client.ts';
import { parseS3Url } from '../aws/s3-url.ts';
import { byName } from './folder-place.ts';
import type { Entry, Place, PlaceAt } from './place.ts';

/** A part of some seconds takes a round trip, whatever its size. */
const AT_ONCE = 16;

/** @throws UserError */
export function openBucket({ at, region }: PlaceAt): Place {
  const { bucket, prefix } = parseS3Url(at);
  const client = createS3Client(region, process.env);
  const refused = (cause: unknown) => refuse(at, cause);
  return {
    shown: at,
    pathOf: () => null,
    readAhead: AT_ONCE,
    list: () => listed(client, bucket, prefix).catch(refused),
    read: ({ name }, mostBytes) => bytesOf(client, bucket, prefix + name, mostBytes, refused),
    close: () => client.destroy(),
  };
}

async function listed(client: S3Client, bucket: string, prefix: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key = '', Size = 0 } of page.Contents ?? []) {
      entries.push({ name: Key.slice(prefix.length), bytes: Size });
    }
  }
  return entries.sort(byName);
}

async function* bytesOf(
  client: S3Client,
  bucket: string,
  key: string,
  mostBytes: number | undefined,
  refused: (cause: unknown) => never,
): AsyncIterable<Uint8Array> {
  const range = mostBytes === undefined ? {} : { Range: `bytes=0-${mostBytes - 1}` };
  try {
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, ...range }),
    );
    yield* Body as AsyncIterable<Uint8Array>;
  } catch (cause) {
    // A range of an object without bytes.
    if ((cause as Error).name === 'InvalidRange') return;
    refused(cause);
  }
}

function refuse(at: string, cause: unknown): never {
  return refuseOfS3(at, cause, 's3:ListBucket on the bucket and s3:GetObject below the prefix');
}
