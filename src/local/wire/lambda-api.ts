/** Lambda's Invoke: `POST /2015-03-31/functions/NAME/invocations`, restJson1, signed. */
import type { Identity } from '../../simulation/identity.ts';
import type { LambdaFunction } from '../../simulation/lambda-function.ts';
import { AwsError } from './aws-error.ts';
import type { Reply } from './aws-json.ts';
import { runFunction } from './function-run.ts';
import { existingVersion, invalidParameter, type NamedFunction } from './lambda-qualifier.ts';

/** What the handler returned, or its uncaught error. */
export interface FunctionResult {
  readonly failed: boolean;
  readonly payload: object;
}

export type LambdaHandler = (
  event: unknown,
  context: { readonly functionName: string; readonly requestId: string },
  done: (result: FunctionResult) => void,
) => void;

const INVOCATION_TYPES = ['RequestResponse', 'Event', 'DryRun'];

export interface InvokeRequest {
  readonly named: NamedFunction;
  readonly requestId: string;
  readonly body: Buffer;
  /** `x-amz-invocation-type`; undefined for a request that waits for its response. */
  readonly invocationType: string | undefined;
  /** Whether the response includes the log tail. */
  readonly tail: boolean;
}

export interface InvokableFunction {
  readonly lambda: LambdaFunction;
  readonly handler: LambdaHandler;
  readonly nowMs: () => number;
}

/**
 * Calls back with the function's payload, or throws or calls back with the AwsError.
 *
 * @param identity with the caller's Region
 */
export function invokeFunction(
  { lambda, handler, nowMs }: InvokableFunction,
  { named, requestId, body, invocationType = 'RequestResponse', tail }: InvokeRequest,
  identity: () => Identity,
  done: (reply: Reply | AwsError) => void,
): void {
  const version = existingVersion(named, lambda, identity);
  if (!INVOCATION_TYPES.includes(invocationType)) {
    throw invalidParameter(`InvocationType must be one of ${INVOCATION_TYPES.join(', ')}.`);
  }
  if (invocationType === 'DryRun') {
    done({ status: 204, headers: {}, body: '' });
    return;
  }
  const event = parseEvent(body);
  const answersAtOnce = invocationType === 'Event';
  const admitted = runFunction(lambda, nowMs, (ended, { startMs, initMs }) => {
    handler(event, { functionName: lambda.name, requestId }, ({ failed, payload }) => {
      ended(failed);
      if (answersAtOnce) return;
      const durationMs = nowMs() - startMs;
      done({
        status: 200,
        headers: {
          'content-type': 'application/json',
          'x-amz-executed-version': version,
          ...(tail && { 'x-amz-log-result': tailLog({ requestId, version, durationMs, initMs }) }),
          ...(failed && { 'x-amz-function-error': 'Unhandled' }),
        },
        body: JSON.stringify(payload),
      });
    });
  });
  // Lambda accepts an event whatever the function's concurrency; here a throttled one is not retried.
  if (answersAtOnce) done({ status: 202, headers: {}, body: '' });
  else if (!admitted) done(overLimit());
}

/** Lambda writes `message` in lower case. */
export function lambdaError(error: AwsError): Reply {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ message: error.message, ...error.members }),
  };
}

function overLimit(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' },
  });
}

/** An empty body is the event null. */
function parseEvent(body: Buffer): unknown {
  if (body.length === 0) return null;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    const message = 'Could not parse request body into json';
    throw new AwsError('InvalidRequestContentException', message, { members: { Type: 'User' } });
  }
}

interface LoggedInvocation {
  readonly requestId: string;
  readonly version: string;
  readonly durationMs: number;
  /** How long it waited for a new execution environment; 0 for a warm one. */
  readonly initMs: number;
}

const MEMORY_MB = 128;
const USED_MB = 76;

/** `x-amz-log-result`: base64 of the START, END and REPORT lines. */
function tailLog({ requestId, version, durationMs, initMs }: LoggedInvocation): string {
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    // Billed in whole milliseconds; since August 2025 the initialisation is billed as well.
    `Billed Duration: ${Math.ceil(durationMs + initMs)} ms`,
    `Memory Size: ${MEMORY_MB} MB`,
    `Max Memory Used: ${USED_MB} MB`,
    ...(initMs > 0 ? [`Init Duration: ${initMs.toFixed(2)} ms`] : []),
  ];
  const lines = [
    `START RequestId: ${requestId} Version: ${version}`,
    `END RequestId: ${requestId}`,
    `${report.join('\t')}\t`,
  ];
  return Buffer.from(`${lines.join('\n')}\n`).toString('base64');
}
