/**
 * Encodes a direct Lambda Invoke request and decodes the response up to the function's own payload.
 * Pure: k6 runs this file unchanged.
 */
import { coldStartOf } from './cold-start.ts';
import {
  type Address,
  type Answer,
  type HttpRequest,
  type HttpResponse,
  headerText,
  outcomeOfStatus,
  parseObject,
} from './contract.ts';

/** Requests the log tail, because nothing else reveals a cold start. */
const HEADERS = { 'content-type': 'application/json', 'x-amz-log-type': 'Tail' };

/** @throws Error when the address has no function name */
export function encodeEvent(event: object, { functionName }: Address): HttpRequest {
  if (functionName === null) {
    throw new Error('way `lambda` needs a function name; set `functionName`.');
  }
  const { name, qualifier } = splitQualifier(functionName);
  const query = qualifier === null ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`;
  return {
    method: 'POST',
    path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`,
    headers: HEADERS,
    body: JSON.stringify(event),
  };
}

/**
 * Splits a version or alias off the name. Takes `dogs:live`, and ARNs, where `function` precedes the
 * name (`arn:aws:lambda:eu-west-1:123456789012:function:dogs:live`).
 */
function splitQualifier(functionName: string): { name: string; qualifier: string | null } {
  const parts = functionName.split(':');
  const namePart = parts.indexOf('function') + 1;
  const qualifier = parts[namePart + 1];
  return { name: parts.slice(0, namePart + 1).join(':'), qualifier: qualifier || null };
}

export type LambdaResult = (
  | { readonly outcome: Answer['outcome']; readonly payload: null }
  | { readonly outcome: null; readonly payload: Record<string, unknown> }
) &
  Pick<Answer, 'coldStart'>;

/**
 * Lambda returns HTTP 200 even when the function fails: only the header `x-amz-function-error` says
 * so. Above the concurrency limit Lambda returns 429, TooManyRequestsException.
 *
 * @returns the payload when the function returned an object, else the outcome
 */
export function readInvocation(response: HttpResponse): LambdaResult {
  const known = coldStartOf(response);
  const refused = outcomeOfStatus(response.status);
  if (refused) return { outcome: refused, payload: null, ...known };
  if (headerText(response, 'x-amz-function-error') !== '') {
    return { outcome: 'server-error', payload: null, ...known };
  }
  const payload = parseObject(response.body);
  return payload === null
    ? { outcome: 'malformed', payload, ...known }
    : { outcome: null, payload, ...known };
}
