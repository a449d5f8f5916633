/**
 * SageMaker's InvokeEndpoint, called without anything in front: the request's shape, what a status
 * means, and the plain texts in which built-in algorithms answer. Pure: k6 runs this file as it is.
 */
import {
  type Address,
  type Answer,
  type DatasetRow,
  type HttpRequest,
  type HttpResponse,
  headerText,
  outcomeOfStatus,
} from './contract.ts';

const CSV = { 'content-type': 'text/csv' };

/** @throws Error when the address names no endpoint */
export function endpointPath({ endpointName }: Address): string {
  if (endpointName === null) {
    throw new Error('the way `sagemaker` needs the name of an endpoint: give `endpointName`.');
  }
  return `/endpoints/${encodeURIComponent(endpointName)}/invocations`;
}

/** A row as one line of CSV, features as written in the file. */
export function encodeCsv(row: DatasetRow, address: Address): HttpRequest {
  return {
    method: 'POST',
    path: endpointPath(address),
    headers: CSV,
    body: row.text.join(','),
  };
}

/**
 * InvokeEndpoint's own errors (SageMaker Runtime API reference): ValidationError 400, ModelError 424,
 * ModelNotReadyException 429, InternalFailure 500, ServiceUnavailable 503,
 * InternalDependencyException 530.
 *
 * @returns null for 2xx, whose body is the model's
 */
export function outcomeOfInvocation(response: HttpResponse): Answer['outcome'] | null {
  // AWS throttles with 400 as well as with 429; then the error's name alone tells.
  if (headerText(response, 'x-amzn-errortype').startsWith('ThrottlingException')) {
    return 'throttled';
  }
  // Out of the 4xx, yet the caller's doing it is not: the container failed, or was too slow.
  if (response.status === 424) return 'server-error';
  return outcomeOfStatus(response.status);
}

/** `2`, `2.0`, `2.000e+00`: a class number, as XGBoost and scikit-learn print it. */
const NUMBER = /^\d+(\.\d*)?(e[+-]?\d+)?$/i;

/** @returns a whole number of 0 or more; null when the text is anything else */
export function classNumber(text: string): number | null {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isSafeInteger(value) ? value : null;
}
