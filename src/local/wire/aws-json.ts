/** The awsJson1.0 and awsJson1.1 protocols: a single path, with the operation in a header. */
import type { Call, Service } from '../services/service.ts';
import { AwsError } from './aws-error.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/**
 * @param target the `x-amz-target` header: PREFIX.OPERATION
 * @param version `1.0` or `1.1`
 */
export function answerJson(
  service: Service | undefined,
  request: { target: string; version: string; body: Buffer },
  call: Call,
): Reply {
  const name = request.target.slice(request.target.indexOf('.') + 1);
  if (!service || !Object.hasOwn(service, name)) {
    throw unknownOperation(name, service);
  }
  const output = service[name]!(parseBody(request.body), call);
  return {
    status: 200,
    headers: { 'content-type': `application/x-amz-json-${request.version}` },
    body: JSON.stringify(toWire(output)),
  };
}

/** @param service undefined when the target names none that is simulated */
function unknownOperation(name: string, service: Service | undefined): AwsError {
  const known = service ? `; of this service it plays ${Object.keys(service).join(', ')}` : '';
  return new AwsError(
    'UnknownOperationException',
    `The stand-in does not play the operation ${printable(name)}${known}.`,
  );
}

/** Errors name their shape in the body and, for Query-compatible services, also in a header. */
export function jsonError(error: AwsError, version: string): Reply {
  const fault = error.status >= 500 ? 'Receiver' : 'Sender';
  return {
    status: error.status,
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amzn-errortype': error.code,
      'x-amzn-query-error': `${error.queryCode};${fault}`,
    },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
  };
}

function parseBody(body: Buffer): unknown {
  const text = body.toString('utf8');
  if (text.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new AwsError('SerializationException', 'The request body is not a JSON object.');
  }
  return parsed;
}

/** Dates become epoch seconds, with their milliseconds as a fraction. */
function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(toWire);
  if (value instanceof Map) return Object.fromEntries(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(item)]));
}

/** Makes a client's name safe to quote: short, printable, on one line. */
export function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
}
