/**
 * Notes what AWS answers to an SDK client, attempt by attempt.
 *
 * Two middlewares around the client's own deserializer. The inner one takes the body as it came, so
 * members that this version of the SDK does not know survive; it leaves the bytes for the SDK. The outer
 * one writes the exchange, of an answer that is not JSON (CBOR, XML) as the SDK understood it: to decode
 * those needs the service's model, which only the SDK has. Today's clients of all four services are
 * answered in JSON. Headers, and with them credentials and signatures, are not looked at, but for the
 * two that hold an error's name.
 */
import type { Exchange, Json, RecordedError } from './recording.ts';

/** Where noted exchanges go; `atMs` is epoch ms. */
export type OnExchange = (exchange: Exchange) => void;

export interface SdkClient {
  readonly middlewareStack: unknown;
}

interface Args {
  readonly input: object;
  readonly request: object;
}
interface HttpAnswer {
  readonly statusCode?: number;
  readonly headers?: Record<string, string>;
  body?: AsyncIterable<Uint8Array> | Uint8Array;
}
type Step = (args: Args) => Promise<{ response: HttpAnswer; output?: object }>;
interface Context {
  readonly clientName?: string;
  readonly commandName?: string;
}

/** What is used of the SDK's middleware stack, whose own type differs between clients. */
interface Stack {
  add(
    middleware: (next: Step, context: Context) => Step,
    options: { step: 'deserialize'; priority: 'low' | 'high'; name: string },
  ): void;
}

interface Raw {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Json | null;
}

/** As the stand-in and IAM name them; any other client keeps its own name. */
const SERVICES: Readonly<Record<string, string>> = {
  CloudWatchClient: 'cloudwatch',
  SageMakerClient: 'sagemaker',
  ApplicationAutoScalingClient: 'application-autoscaling',
  LambdaClient: 'lambda',
};

export function capture(clients: readonly SdkClient[], now: () => number, on: OnExchange): void {
  for (const { middlewareStack } of clients) {
    const stack = middlewareStack as Stack;
    const raws = new WeakMap<object, Raw>();
    stack.add((next) => (args) => keepBody(next, args, raws), {
      ...{ step: 'deserialize', priority: 'low', name: 'keepBody' },
    });
    stack.add((next, context) => (args) => note(next, args, { context, raws, now, on }), {
      ...{ step: 'deserialize', priority: 'high', name: 'noteExchange' },
    });
  }
}

async function keepBody(next: Step, args: Args, raws: WeakMap<object, Raw>) {
  const result = await next(args);
  const { response } = result;
  const bytes = await bytesOf(response.body);
  response.body = bytes;
  const { statusCode: status = 0, headers = {} } = response;
  raws.set(args.request, { status, headers, body: jsonOf(bytes) });
  return result;
}

interface Noting {
  readonly context: Context;
  readonly raws: WeakMap<object, Raw>;
  readonly now: () => number;
  readonly on: OnExchange;
}

async function note(next: Step, args: Args, { context, raws, now, on }: Noting) {
  const atMs = now();
  const { clientName = '', commandName = '' } = context;
  const tell = (outcome: Pick<Exchange, 'answer' | 'error' | 'decodedBy'>) =>
    on({
      atMs,
      durationMs: now() - atMs,
      service: SERVICES[clientName] ?? clientName,
      operation: commandName.replace(/Command$/, ''),
      input: asOnTheWire(args.input),
      ...outcome,
    });
  try {
    const result = await next(args);
    const body = raws.get(args.request)?.body ?? null;
    if (body !== null) tell({ answer: body, error: null });
    else {
      const { $metadata: _, ...known } = (result.output ?? {}) as Json;
      tell({ answer: asOnTheWire(known), error: null, decodedBy: 'sdk' });
    }
    return result;
  } catch (cause) {
    tell({ answer: null, error: errorOf(raws.get(args.request), cause as Error) });
    throw cause;
  }
}

/** A body cut off in the middle comes with a good status, and is no JSON. */
function errorOf(raw: Raw | undefined, cause: Error): RecordedError {
  const { name, message } = cause;
  if (raw === undefined) return { status: null, code: name, message };
  const { status, headers, body } = raw;
  const [queryCode] = headers['x-amzn-query-error']?.split(';', 1) ?? [];
  const type = body?.__type ?? headers['x-amzn-errortype'];
  // `com.amazonaws.cloudwatch#Throttling:http://...` is Throttling.
  const code = typeof type === 'string' ? type.replace(/^.*#/, '').replace(/:.*$/, '') : name;
  const told = body?.message ?? body?.Message;
  return {
    status,
    code,
    message: typeof told === 'string' ? told : message,
    ...(queryCode && queryCode !== code && { queryCode }),
  };
}

async function bytesOf(body: HttpAnswer['body']): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function jsonOf(bytes: Uint8Array): Json | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Json)
      : null;
  } catch {
    return null;
  }
}

/** As the JSON protocols write it: times as epoch seconds, and no member without a value. */
export function asOnTheWire(value: object): Json {
  return toWire(value) as Json;
}

function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  const written = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(written.map(([key, each]) => [key, toWire(each)]));
}
