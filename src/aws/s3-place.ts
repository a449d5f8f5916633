/**
 * A prefix in an S3 bucket as a place for small objects, named relative to it. To be imported where it is needed: most
 * loads must not wait for the client.
 */
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { UserError } from '../input/user-error.ts';
import { isLoopback, localCredentials } from './credentials.ts';
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
 * Errors of S3 are rejected as UserErrors that name the place. Another endpoint is read from the environment
 * (`AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`), as every AWS tool does.
 *
 * @param region where the bucket is thought to be; S3's redirects correct it
 */
export function openS3Place(url: string, region: string, env: NodeJS.ProcessEnv): S3Place {
  const { bucket, prefix } = parseS3Url(url);
  const client = new S3Client(configuration(region, env));
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
    list: (under = '') => named(namesBelow(client, { bucket, prefix, under })),
    close: () => client.destroy(),
  };
}

/** Virtual-hosted addresses need DNS, which a stand-in on this machine does not have. */
function configuration(region: string, env: NodeJS.ProcessEnv) {
  const endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  const isLocal = endpoint !== undefined && endpoint !== '' && isLoopback(endpoint);
  return {
    region,
    followRegionRedirects: true,
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(isLocal ? { credentials: localCredentials() } : {}),
  };
}

async function namesBelow(
  client: S3Client,
  { bucket, prefix, under }: { bucket: string; prefix: string; under: string },
): Promise<string[]> {
  const names: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix + under, ContinuationToken }),
    );
    for (const { Key } of page.Contents ?? []) names.push(Key!.slice(prefix.length));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return names;
}

function statusOf(cause: unknown): number | undefined {
  return (cause as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

function refuse(url: string, cause: unknown): never {
  const { name, message } = cause as Error;
  if (name === 'NoSuchBucket') {
    throw new UserError(`${url}: there is no such bucket; create it, or correct the place.`, {
      cause,
    });
  }
  if (name === 'CredentialsProviderError') {
    throw new UserError(`${url}: No usable AWS credentials; set AWS_PROFILE or log in.`, { cause });
  }
  if (statusOf(cause) === 403) {
    throw new UserError(
      `${url}: S3 refused access (${name}); allow s3:ListBucket on the bucket, and s3:GetObject and s3:PutObject below the prefix.`,
      { cause },
    );
  }
  throw new UserError(`${url}: S3 did not answer as expected (${name}: ${message}); try again.`, {
    cause,
  });
}
