/** S3 as a place for files: its address, and the client for it. */
import type { S3Client } from '@aws-sdk/client-s3';
import { UserError } from '../input/user-error.ts';
import { clientConfiguration } from './client-configuration.ts';

export interface BucketAddress {
  readonly bucket: string;
  /** Without slashes around it; empty for the whole bucket. */
  readonly prefix: string;
}

export function isBucketAddress(text: string): boolean {
  return text.startsWith('s3://');
}

/** @throws UserError */
export function bucketAddress(text: string): BucketAddress {
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text) ?? [];
  if (bucket === undefined) {
    throw new UserError(`"${text}": expected s3://BUCKET/PREFIX; correct the bucket's name.`);
  }
  return { bucket, prefix: prefix.replaceAll(/^\/+|\/+$/g, '') };
}

/** Of whoever signs and where: as the AWS CLI reads them. */
interface Surroundings {
  readonly region?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** Loaded only when asked for: most commands need no S3. */
export async function createBucketClient({ region, env }: Surroundings): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const endpointUrl = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  const { region: _, ...configuration } = clientConfiguration({
    region: '',
    ...(endpointUrl && { endpointUrl }),
  });
  const named = region ?? (endpointUrl ? (env.AWS_REGION ?? 'us-east-1') : undefined);
  return new S3Client({
    ...configuration,
    // Without one, the SDK looks where the AWS CLI does.
    ...(named && { region: named }),
    // A part of samples is larger than what else is asked of AWS.
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 60_000,
      throwOnRequestTimeout: true,
    },
    followRegionRedirects: true,
    // Stand-ins have no name server for buckets.
    forcePathStyle: Boolean(endpointUrl),
  });
}
