/** `s3://bucket/prefix`, as the AWS CLI writes places in S3. */
import { UserError } from '../input/user-error.ts';

export function isS3Url(place: string): boolean {
  return place.startsWith('s3://');
}

/** @throws UserError for anything but s3://bucket or s3://bucket/prefix */
export function parseS3Url(url: string): { readonly bucket: string; readonly prefix: string } {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*?))?\/*$/.exec(url);
  if (!match) throw new UserError(`${url}: expected s3://BUCKET/PREFIX; correct the place.`);
  const [, bucket = '', prefix = ''] = match;
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}
