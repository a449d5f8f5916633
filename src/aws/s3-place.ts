/**
 * A prefix in an S3 bucket as a place for small objects, named relative to it. To be imported where it is needed: most
 * loads must not wait for the client.
 */
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createS3Client, objectsBelow, refuseOfS3 } from './s3-client.ts';
import { parseS3Url } from './s3-url.ts';

export interface S3Place {
  /** As given: `s3://bucket/prefix`, without a trailing slash. */
  readonly url: string;
  put(name: string, body: string): Promise<void>;
  /** @returns false, and changes nothing, if there is such an object already */
  putNew(name: string, body: string): Promise<boolean>;
  /** @returns null without such an object */
  get(name: string): Promise<NodeJS.ReadableStream | null>;
  /** Names below `under`, in alphabetical order. */
  list(under?: string): Promise<string[]>;
  close(): void;
}

/**
 * Errors of S3 are rejected as UserErrors that name the place.
 *
 * @param region where the bucket is thought to be; S3's redirects correct it
 */
export function openS3Place(url: string, region: string, env: NodeJS.ProcessEnv): S3Place {
  const { bucket, prefix } = parseS3Url(url);
  const client = createS3Client(region, env);
  const at = (name: string) => ({ Bucket: bucket, Key: prefix + name });
  const named = <T>(work: Promise<T>) => work.catch((cause) => refuse(url, cause));
  async function putNew(name: string, Body: string): Promise<boolean> {
    try {
      await client.send(new PutObjectCommand({ ...at(name), Body, IfNoneMatch: '*' }));
      return true;
    } catch (cause) {
      if (statusOf(cause) === 412) return false;
      // Two wrote at once, and S3 says of neither that it was the first.
      if (statusOf(cause) === 409) return putNew(name, Body);
      return refuse(url, cause);
    }
  }
  return {
    url: url.replace(/\/+$/, ''),
    async put(name, Body) {
      await named(client.send(new PutObjectCommand({ ...at(name), Body })));
    },
    putNew,
    async get(name) {
      try {
        const { Body } = await client.send(new GetObjectCommand(at(name)));
        return Body as NodeJS.ReadableStream;
      } catch (cause) {
        if ((cause as Error).name === 'NoSuchKey') return null;
        return refuse(url, cause);
      }
    },
    async list(under = '') {
      const objects = await named(objectsBelow(client, bucket, prefix + under));
      return objects.map(({ key }) => key.slice(prefix.length));
    },
    close: () => client.destroy(),
  };
}

function statusOf(cause: unknown): number | undefined {
  return (cause as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function refuse(url: string, cause: unknown): never {
  const permissions =
    's3:ListBucket on the bucket, and s3:GetObject and s3:PutObject below the prefix';
  return refuseOfS3(url, cause, permissions);
}
