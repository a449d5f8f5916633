/** Lambda's Invoke: `POST /2015-03-31/functions/NAME/invocations`, restJson1, signed. */
import type { LambdaFunction } from '../../simulation/lambda-function.ts';
import { AwsError } from './aws-error.ts';
import type { Reply } from './aws-json.ts';
import { runFunction } from './function-run.ts';

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

export interface InvokeRequest {
  readonly encodedName: string;
  readonly requestId: string;
  readonly body: Buffer;
  /** Whether the response includes the log tail. */
  readonly tail: boolean;
}

/** Calls back with the function's payload, or throws or calls back with the AwsError. */
export function invokeFunction(
  hosted: { lambda: LambdaFunction; handler: LambdaHandler; nowMs: () => number },
  { encodedName, requestId, body, tail }: InvokeRequest,
  done: (reply: Reply | AwsError) => void,
): void {
  const { lambda, handler, nowMs } = hosted;
  const name = functionName(encodedName);
  if (name !== lambda.name) throw functionNotFound(name);
  const version = lambda.version ?? '$LATEST';
  const event = parseEvent(body);
  const admitted = runFunction(lambda, nowMs, (ended, { startMs, initMs }) => {
    handler(event, { functionName: name, requestId }, ({ failed, payload }) => {
      ended(failed);
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
  if (!admitted) done(overLimit());
}

/** Lambda writes `message` in lower case. */
export function lambdaError(error: AwsError): Reply {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
    body: JSON.stringify({ message: error.message, ...error.members }),
  };
}

export function functionNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${name}`, {
    status: 404,
    members: { Type: 'User' },
  });
}

function overLimit(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' },
  });
}

/** The name `dogs` in `dogs`, `dogs:1` or an ARN (`arn:aws:lambda:REGION:ACCOUNT:function:dogs:1`). */
export function functionName(encoded: string): string {
  try {
    const parts = decodeURIComponent(encoded).split(':');
    return parts[parts.indexOf('function') + 1]!;
  } catch {
    throw new AwsError('InvalidParameterValueException', 'The function name is not encoded.');
  }
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
