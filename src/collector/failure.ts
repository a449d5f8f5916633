/** What a failed AWS call means for the record. */
import { withoutSecrets } from '../aws/without-secrets.ts';
import type { Gap } from '../record/aws-events.ts';

export interface Failure {
  readonly kind: Gap['kind'];
  readonly message: string;
  readonly attempts: number;
}

interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/** GetMetricData's own words for results that lack something. */
const INCOMPLETE = /^(PartialData|InternalError)$/;

/** What AWS calls credentials that are missing, wrong, expired, revoked or not enough. */
const DENIED =
  /AccessDenied|NotAuthorized|UnauthorizedOperation|Forbidden|UnrecognizedClient|ExpiredToken|RequestExpired|InvalidClientToken|MissingAuthenticationToken|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|Credentials/i;

export function toFailure(cause: unknown): Failure {
  const error =
    cause instanceof Error ? (cause as SdkError) : (new Error(String(cause)) as SdkError);
  return {
    kind: kindOf(error),
    message: `${firstLine(error.name)}: ${firstLine(error.message || error.code || 'no message')}`,
    attempts: Math.max(1, error.$metadata?.attempts ?? 1),
  };
}

function kindOf(error: SdkError): Gap['kind'] {
  const status = error.$metadata?.httpStatusCode;
  if (/throttl|TooManyRequests|RequestLimitExceeded/i.test(error.name) || status === 429)
    return 'throttled';
  if (DENIED.test(error.name) || status === 401 || status === 403) return 'denied';
  if (/NotFound|could not find/i.test(`${error.name} ${error.message}`)) return 'not-found';
  // Half an answer: the JSON ends in the middle.
  if (error.name === 'SyntaxError' || INCOMPLETE.test(error.name)) return 'server';
  if (status !== undefined && status >= 500) return 'server';
  if (error.name === 'TooManyPages') return 'invalid';
  if (status === undefined || error.name === 'TimeoutError') return 'unreachable';
  return 'invalid';
}

/** AWS puts request ids and whole stacks into later lines, and may quote the request and its signature. */
function firstLine(text: string): string {
  // Before it is cut: half a signature would not be known for one.
  return withoutSecrets(text.split('\n', 1)[0] ?? '').slice(0, 300);
}
