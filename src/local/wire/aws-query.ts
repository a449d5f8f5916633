/**
 * The Query protocol: form in, XML out. CloudWatch used it before JSON, and the `aws` command and
 * boto3 in today's Linux distributions still do.
 */
import { XMLBuilder } from 'fast-xml-parser';
import type { Call, Service } from '../services/service.ts';
import { AwsError } from './aws-error.ts';
import { printable, type Reply } from './aws-json.ts';

/** Enough for 500 metric queries with a dozen fields each, and more. */
const MAX_PARAMETERS = 20_000;
const MAX_DEPTH = 16;
const HEADERS = { 'content-type': 'text/xml' };
const builder = new XMLBuilder({ ignoreAttributes: false });

export interface QueryRequest {
  readonly body: Buffer;
  readonly requestId: string;
}

export function answerQuery(
  service: Service,
  namespace: string,
  request: QueryRequest,
  call: Call,
): Reply {
  const form = new URLSearchParams(request.body.toString('utf8'));
  if (form.size > MAX_PARAMETERS) {
    throw new AwsError('MalformedInput', `The request has more than ${MAX_PARAMETERS} parameters.`);
  }
  const action = form.get('Action');
  if (action === null) {
    throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
  }
  if (!Object.hasOwn(service, action)) {
    throw new AwsError(
      'InvalidAction',
      `The action ${printable(action)} is not valid for this web service; ` +
        `the stand-in plays ${Object.keys(service).join(', ')}.`,
    );
  }
  const output = service[action]!(parseForm(form), call);
  const response = {
    '@_xmlns': namespace,
    [`${action}Result`]: toWire(output),
    ResponseMetadata: { RequestId: request.requestId },
  };
  return {
    status: 200,
    headers: HEADERS,
    body: builder.build({ [`${action}Response`]: response }),
  };
}

export function queryError(error: AwsError, namespace: string, requestId: string): Reply {
  const Type = error.status >= 500 ? 'Receiver' : 'Sender';
  const details = { Type, Code: error.queryCode, Message: toWire(error.message) };
  const response = { '@_xmlns': namespace, Error: details, RequestId: requestId };
  return {
    status: error.status,
    headers: HEADERS,
    body: builder.build({ ErrorResponse: response }),
  };
}

/** The operation a form names; undefined when it names none. */
export function queryAction(body: Buffer): string | undefined {
  return new URLSearchParams(body.toString('utf8')).get('Action') ?? undefined;
}

type Tree = Map<string, Tree | string>;

/** Parses `A.member.1.B=c` to `{ A: [{ B: 'c' }] }`. Uses a Map, so that no key is special. */
export function parseForm(form: URLSearchParams): unknown {
  const root: Tree = new Map();
  for (const [key, value] of form) {
    const steps = key.split('.', MAX_DEPTH);
    const last = steps.pop()!;
    let node = root;
    for (const step of steps) {
      let child = node.get(step);
      if (!(child instanceof Map)) {
        child = new Map();
        node.set(step, child);
      }
      node = child;
    }
    node.set(last, value);
  }
  return toValue(root);
}

function toValue(node: Tree | string): unknown {
  if (typeof node === 'string') return node;
  const members = node.get('member');
  if (node.size === 1 && members instanceof Map) {
    return [...members]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([, member]) => toValue(member));
  }
  return Object.fromEntries([...node].map(([key, child]) => [key, toValue(child)]));
}

/** Lists become `member` elements, maps `entry` elements and dates ISO 8601; characters that XML cannot hold are dropped. */
function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return { member: value.map(toWire) };
  if (value instanceof Map) {
    return { entry: [...value].map(([key, item]) => ({ key, value: item })) };
  }
  if (typeof value === 'string') {
    return value.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '');
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, toWire(item)]));
}
