/**
 * Lambda's Invoke, called without an API in front: the request's shape and what a response says
 * before the function's own payload is read. Pure: k6 runs this file as it is.
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

/** The end of the log is asked for because it alone tells a cold start. */
const HEADERS = { 'content-type': 'application/json', 'x-amz-log-type': 'Tail' };

/** @throws Error when the address names no function */
export function encodeEvent(event: object, { functionName }: Address): HttpRequest {
  if (functionName === null) {
    throw new Error('the way `lambda` needs the name of a function: give `functionName`.');
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
 * Takes a version or alias off the name: `dogs:live`, and ARNs, whose last part but one is the word
 * `function` (`arn:aws:lambda:eu-west-1:123456789012:function:dogs:live`).
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
 * A function that fails still answers HTTP 200: only the header `x-amz-function-error` tells. Over
 * its concurrency Lambda answers 429, TooManyRequestsException.
 *
 * @returns the payload of a function that returned an object, else the outcome
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
