/** Samples below a prefix in S3. */
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createS3Client, objectsBelow, refuseOfS3 } from '../aws/s3-client.ts';
import { parseS3Url } from '../aws/s3-url.ts';
import { byName } from './folder-place.ts';
import type { Place, PlaceAt } from './place.ts';

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
    async list() {
      const objects = await objectsBelow(client, bucket, prefix).catch(refused);
      const entries = objects.map(({ key, bytes }) => ({ name: key.slice(prefix.length), bytes }));
      return entries.sort(byName);
    },
    read: ({ name }, mostBytes) => bytesOf(client, bucket, prefix + name, mostBytes, refused),
    close: () => client.destroy(),
  };
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
