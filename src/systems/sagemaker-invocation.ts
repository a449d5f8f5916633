/**
 * Encodes a direct SageMaker InvokeEndpoint request, maps the response status to an outcome, and
 * parses the plain text that built-in algorithms return. Pure: k6 runs this file unchanged.
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

/** @throws Error when the address has no endpoint name */
export function endpointPath({ endpointName }: Address): string {
  if (endpointName === null) {
    throw new Error('way `sagemaker` needs an endpoint name; set `endpointName`.');
  }
  return `/endpoints/${encodeURIComponent(endpointName)}/invocations`;
}

/** Encodes a row as one CSV line, with the features as written in the file. */
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
 * @returns null for 2xx, where the body is the model's answer
 */
export function outcomeOfInvocation(response: HttpResponse): Answer['outcome'] | null {
  // AWS throttles with 400 as well as with 429; for 400 only the error name tells.
  if (headerText(response, 'x-amzn-errortype').startsWith('ThrottlingException')) {
    return 'throttled';
  }
  // A 4xx that is not the caller's fault: the container failed, or was too slow.
  if (response.status === 424) return 'server-error';
  return outcomeOfStatus(response.status);
}

/** `2`, `2.0`, `2.000e+00`: a class number, as XGBoost and scikit-learn print it. */
const NUMBER = /^\d+(\.\d*)?(e[+-]?\d+)?$/i;

/** @returns a whole number of 0 or more; null for any other text */
export function classNumber(text: string): number | null {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isSafeInteger(value) ? value : null;
}
