/**
 * The client for S3, what is below a prefix, and what errors mean. To be imported where it is needed: most commands must not
 * wait for it.
 */
import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { UserError } from '../input/user-error.ts';
import { isLoopback, localCredentials } from './credentials.ts';

/**
 * Another endpoint is read from the environment (`AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`), as every AWS tool does.
 *
 * @param region where the bucket is thought to be, which S3's redirects correct; by default, as the AWS CLI finds it
 */
export function createS3Client(region: string | undefined, env: NodeJS.ProcessEnv): S3Client {
  const endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || undefined;
  const isLocal = endpoint !== undefined && isLoopback(endpoint);
  const named = region ?? (endpoint && (env.AWS_REGION || 'us-east-1'));
  return new S3Client({
    ...(named && { region: named }),
    followRegionRedirects: true,
    maxAttempts: 5,
    // Objects of samples are larger than what else is asked of AWS.
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 60_000,
      throwOnRequestTimeout: true,
    },
    // Addresses by bucket need DNS, which a stand-in does not have.
    ...(endpoint && { endpoint, forcePathStyle: true }),
    ...(isLocal && { credentials: localCredentials() }),
  });
}

export interface S3Object {
  readonly key: string;
  readonly bytes: number;
}

/** In the order of their keys. */
export async function objectsBelow(
  client: S3Client,
  bucket: string,
  prefix: string,
): Promise<S3Object[]> {
  const objects: S3Object[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key: key = '', Size: bytes = 0 } of page.Contents ?? []) {
      objects.push({ key, bytes });
    }
  }
  return objects;
}

/**
 * @param permissions that reading or writing there takes, for the advice
 * @throws UserError that names the place and what to do
 */
export function refuseOfS3(url: string, cause: unknown, permissions: string): never {
  const { name, message, $metadata } = cause as Error & { $metadata?: { httpStatusCode?: number } };
  if (name === 'NoSuchBucket') {
    throw new UserError(`${url}: there is no such bucket; create it, or correct the place.`, {
      cause,
    });
  }
  if (name === 'CredentialsProviderError') {
    throw new UserError(
      `${url}: no usable AWS credentials; sign in (\`aws sso login\`), or set AWS_PROFILE.`,
      { cause },
    );
  }
  if ($metadata?.httpStatusCode === 403) {
    throw new UserError(`${url}: access denied (${name}); allow ${permissions}.`, { cause });
  }
  throw new UserError(`${url}: S3 did not answer as expected (${name}: ${message}); try again.`, {
    cause,
  });
}
