/** Says why the watched endpoint could not be read: its name, Region, credentials or address. */
import { isLoopback } from '../aws/credentials.ts';
import { toFailure } from '../collector/failure.ts';
import { UserError } from '../input/user-error.ts';
import type { Watch } from '../scenario/schema.ts';

export function unreadableEndpoint(watch: Watch, cause: unknown): UserError {
  const where = watch.endpointUrl ?? `AWS in ${watch.region}`;
  const { message } = toFailure(cause);
  return new UserError(
    `Cannot read endpoint "${watch.endpointName}" from ${where} (${message}): ${reasonAndNext(watch, cause)}.`,
    { cause },
  );
}

function reasonAndNext(watch: Watch, cause: unknown): string {
  const { variantName, endpointName, region } = watch;
  const { kind } = toFailure(cause);
  const { name = '' } = cause as { name?: string };
  if (name === 'VariantNotFound') {
    return `the endpoint exists, but its variant "${variantName}" does not; correct "watch.variantName"`;
  }
  switch (kind) {
    case 'not-found':
      return `no endpoint has this name in ${region} in the account of these credentials; correct "watch.endpointName" or "watch.region" (endpoint "${endpointName}"), or use the account's credentials`;
    case 'denied':
      return ofCredentials(name);
    case 'unreachable':
      return ofAddress(watch, name);
    case 'throttled':
    case 'server':
      return 'AWS could not answer now; try again in a minute';
    default:
      return 'AWS refused the request itself; correct "watch.endpointName", "watch.variantName" and "watch.region"';
  }
}

function ofCredentials(name: string): string {
  if (/AccessDenied|NotAuthorized|Unauthorized|Forbidden/.test(name)) {
    return 'the credentials are valid, but may not do this; grant what `npx scaleproof iam` prints';
  }
  if (/Expired/.test(name))
    return 'the credentials have expired; renew them, for example with `aws sso login`';
  if (/CredentialsProvider/.test(name)) return NO_CREDENTIALS;
  return 'AWS does not know these credentials; check AWS_PROFILE and the AWS_… variables with `aws sts get-caller-identity`';
}

const NO_CREDENTIALS =
  'there are no AWS credentials; set AWS_PROFILE, or run `aws configure` or `aws sso login`';

function ofAddress({ endpointUrl, region }: Watch, name: string): string {
  if (/CredentialsProvider/.test(name)) return NO_CREDENTIALS;
  if (endpointUrl === undefined) {
    return `no connection to AWS in this Region; check that "watch.region" (${region}) is a real one, and this machine's network`;
  }
  return isLoopback(endpointUrl)
    ? 'nothing answers at the address; start the stand-in with `npx scaleproof local`, or correct "watch.endpointUrl"'
    : 'nothing answers at the address; correct "watch.endpointUrl", or remove it to use AWS itself';
}
