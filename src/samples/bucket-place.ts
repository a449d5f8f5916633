/** Samples below a prefix in S3. */
import type { S3Client } from '@aws-sdk/client-s3';
import { type BucketAddress, bucketAddress, createBucketClient } from '../aws/bucket.ts';
import { UserError } from '../input/user-error.ts';
import { byName } from './folder-place.ts';
import type { Entry, Place, PlaceAt } from './place.ts';

/** A part of some seconds takes a round trip, whatever its size. */
const AT_ONCE = 16;

/** @throws UserError */
export async function openBucket({ at, region }: PlaceAt): Promise<Place> {
  const address = bucketAddress(at);
  const client = await createBucketClient({ region, env: process.env });
  const { prefix } = address;
  const keyOf = ({ name }: Entry) => (prefix === '' ? name : `${prefix}/${name}`);
  return {
    shown: at,
    readAhead: AT_ONCE,
    pathOf: () => null,
    list: () => listed(client, address).catch((cause) => refuse(at, address, cause)),
    read: (entry, mostBytes) =>
      bytesOf(client, address.bucket, keyOf(entry), mostBytes, (cause) =>
        refuse(at, address, cause),
      ),
    close: () => client.destroy(),
  };
}

async function listed(client: S3Client, { bucket, prefix }: BucketAddress): Promise<Entry[]> {
  const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const below = prefix === '' ? '' : `${prefix}/`;
  const entries: Entry[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: below })) {
    for (const { Key = '', Size = 0 } of page.Contents ?? []) {
      entries.push({ name: Key.slice(below.length), bytes: Size });
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
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
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

/** @throws UserError in words of what to do */
function refuse(at: string, { bucket }: BucketAddress, cause: unknown): never {
  const { name, message } = cause as Error;
  switch (name) {
    case 'NoSuchBucket':
      throw new UserError(`${at}: there is no bucket "${bucket}"; correct its name.`, { cause });
    case 'CredentialsProviderError':
      throw new UserError(
        `${at}: no usable AWS credentials; sign in (\`aws sso login\`), or set AWS_PROFILE.`,
        { cause },
      );
    case 'AccessDenied':
    case 'Forbidden':
    case '403':
      throw new UserError(
        `${at}: access denied; allow s3:ListBucket on the bucket and s3:GetObject below the prefix.`,
        { cause },
      );
    default:
      throw new UserError(`${at}: S3 cannot be read (${name}: ${message}); try again.`, { cause });
  }
}
