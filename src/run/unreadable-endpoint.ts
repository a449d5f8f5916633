/** Says why the watched endpoint could not be read: its name, Region, credentials or address. */
import { isLoopback } from '../aws/credentials.ts';
import { type Failure, toFailure } from '../collector/failure.ts';
import { UserError } from '../input/user-error.ts';
import type { Watch } from '../scenario/schema.ts';

export interface Diagnosis {
  /** Parts of a sentence. */
  readonly reason: string;
  readonly next: string;
}

export function unreadableEndpoint(watch: Watch, cause: unknown): UserError {
  const where = watch.endpointUrl ?? `AWS in ${watch.region}`;
  const failure = toFailure(cause);
  const { reason, next } = diagnose(watch, failure);
  return new UserError(
    `Cannot read endpoint "${watch.endpointName}" from ${where} (${failure.message}): ${reason}; ${next}.`,
    { cause },
  );
}

export function diagnose(watch: Watch, { kind, message }: Failure): Diagnosis {
  const { variantName, region } = watch;
  // A failure's message begins with the error's name.
  const name = message.split(':', 1)[0]!;
  if (/CredentialsProvider/.test(name)) {
    return {
      reason: 'there are no AWS credentials',
      next: 'set AWS_PROFILE, or run `aws configure` or `aws sso login`',
    };
  }
  if (name === 'VariantNotFound') {
    return {
      reason: `the endpoint exists, its variant "${variantName}" does not`,
      next: 'correct "watch.variantName"',
    };
  }
  switch (kind) {
    case 'not-found':
      return {
        reason: `the account of these credentials has no endpoint of this name in ${region}`,
        next: 'correct "watch.endpointName" or "watch.region", or use the credentials of its account',
      };
    case 'denied':
      return ofCredentials(name);
    case 'unreachable':
      return ofAddress(watch);
    case 'throttled':
    case 'server':
      return { reason: 'AWS could not answer now', next: 'try again in a minute' };
    default:
      return {
        reason: 'AWS refused the request itself',
        next: 'correct "watch.endpointName", "watch.variantName" or "watch.region"',
      };
  }
}

function ofCredentials(name: string): Diagnosis {
  if (/AccessDenied|NotAuthorized|Unauthorized|Forbidden/.test(name)) {
    return {
      reason: 'the credentials are valid, but may not read it',
      next: 'grant what `npx scaleproof iam` prints',
    };
  }
  if (/Expired/.test(name)) {
    return {
      reason: 'the credentials have expired',
      next: 'renew them, for example with `aws sso login`',
    };
  }
  return {
    reason: 'AWS does not accept these credentials',
    next: 'check AWS_PROFILE and the variables AWS_* with `aws sts get-caller-identity`',
  };
}

function ofAddress({ endpointUrl, region }: Watch): Diagnosis {
  if (endpointUrl === undefined) {
    return {
      reason: 'there is no connection to AWS in this Region',
      next: `check that "watch.region" (${region}) is a real one, and this machine's network`,
    };
  }
  const reason = 'nothing answers at this address';
  return isLoopback(endpointUrl)
    ? {
        reason,
        next: 'start the stand-in with `npx scaleproof local`, or correct "watch.endpointUrl"',
      }
    : { reason, next: 'correct "watch.endpointUrl", or remove it to use AWS itself' };
}
