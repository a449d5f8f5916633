/** Classifies a failed AWS call for the record. */
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

/** GetMetricData's status codes for incomplete results. */
const INCOMPLETE = /^(PartialData|InternalError)$/;

/** AWS's error names for credentials that are missing, wrong, expired, revoked or insufficient. */
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
  // Not ENOTFOUND: a host without an address is unreachable.
  if (/NotFound|[Cc]ould not find/.test(`${error.name} ${error.message}`)) return 'not-found';
  // A truncated response: the JSON ends in the middle.
  if (error.name === 'SyntaxError' || INCOMPLETE.test(error.name)) return 'server';
  if (status !== undefined && status >= 500) return 'server';
  if (error.name === 'TooManyPages') return 'invalid';
  if (status === undefined || error.name === 'TimeoutError') return 'unreachable';
  return 'invalid';
}

/** AWS puts request ids and stack traces on later lines, and may quote the request and its signature. */
function firstLine(text: string): string {
  // Redact before cutting: half a signature would not be recognised.
  return withoutSecrets(text.split('\n', 1)[0] ?? '').slice(0, 300);
}
