/** AWS calls as the SDK puts them on the wire, and answers as it hands them over. */
import { AUTOSCALING_TARGET } from '../../src/local/services/autoscaling.ts';
import { CLOUDWATCH_TARGET } from '../../src/local/services/cloudwatch.ts';
import { SAGEMAKER_TARGET } from '../../src/local/services/sagemaker.ts';
import type { HttpRequest, HttpResponse } from '../../src/systems/contract.ts';

export type ToRequest = (operation: string, input: object) => HttpRequest;

/** The services that take every operation at one address, as JSON. */
const toJson =
  (prefix: string): ToRequest =>
  (operation, input) => ({
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${prefix}.${operation}`,
    },
    body: JSON.stringify(input, writeDate),
  });

/** Lambda has an address an operation. */
const toLambda: ToRequest = (operation, input) => {
  const { FunctionName = '' } = input as { FunctionName?: string };
  const paths: Record<string, string> = {
    GetFunctionConcurrency: `/2019-09-30/functions/${FunctionName}/concurrency`,
    GetFunctionConfiguration: `/2015-03-31/functions/${FunctionName}/configuration`,
    ListProvisionedConcurrencyConfigs: `/2019-09-30/functions/${FunctionName}/provisioned-concurrency?List=ALL`,
    GetAccountSettings: '/2016-08-19/account-settings',
  };
  return { method: 'GET', path: paths[operation]!, headers: {}, body: null };
};

export const TO_REQUEST = {
  cloudWatch: toJson(CLOUDWATCH_TARGET),
  sageMaker: toJson(SAGEMAKER_TARGET),
  autoScaling: toJson(AUTOSCALING_TARGET),
  lambda: toLambda,
} as const satisfies Record<string, ToRequest>;

/** Members are dates by the ends of their names. */
const DATE_FIELD = /(Time|Timestamps?|Date)$/;

/** @throws the error that the answer tells of, with the name and the status the SDK gives it */
export function readAnswer(response: HttpResponse): object {
  const answer = withDates(JSON.parse(response.body));
  if (response.status < 400) return answer;
  const name = answer.__type ?? response.headers['x-amzn-errortype'];
  throw Object.assign(new Error(answer.message), {
    name,
    $metadata: { httpStatusCode: response.status },
  });
}

/** A Date has turned itself into text before the replacer sees it, so the original is asked. */
function writeDate(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const original = this[key];
  return original instanceof Date ? original.getTime() / 1_000 : value;
}

/** Timestamps travel as epoch seconds, alone or in lists. A reviver would be called for each number. */
function withDates<T>(answer: T): T {
  if (typeof answer !== 'object' || answer === null) return answer;
  for (const [key, value] of Object.entries(answer)) {
    if (DATE_FIELD.test(key)) Object.assign(answer, { [key]: toDates(value) });
    else if (!isNumbers(value)) withDates(value);
  }
  return answer;
}

function toDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toDates);
  return typeof value === 'number' ? new Date(value * 1_000) : value;
}

const isNumbers = (value: unknown) => Array.isArray(value) && typeof value[0] === 'number';
