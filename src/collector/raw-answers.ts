/**
 * Keeps an answer as it came over the wire: the SDK passes on only what its own version knows, and drops the
 * rest without a word.
 */

const RAW = Symbol('raw');

/** The one method used of the SDK's middleware stack, whose own type differs between clients. */
export interface MiddlewareStack {
  add(
    middleware: (next: Step) => Step,
    options: { step: 'deserialize'; priority: 'low' | 'high'; name: string },
  ): void;
}

interface Answered {
  readonly response: unknown;
  readonly output?: unknown;
}
export type Step = (args: unknown) => Promise<Answered>;

interface WireResponse {
  body?: unknown;
  raw?: object;
}

/** For services that answer JSON. */
export function keepRawAnswers(stack: MiddlewareStack): void {
  // Nearer to the wire than the SDK's own reading, which then finds the body as bytes.
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as WireResponse;
      const bytes = await bytesOf(response.body);
      if (bytes !== null) Object.assign(response, { body: bytes, raw: parsed(bytes) });
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'readRawAnswer' },
  );
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { raw } = result.response as WireResponse;
      if (raw !== undefined && typeof result.output === 'object' && result.output !== null) {
        Object.defineProperty(result.output, RAW, { value: raw });
      }
      return result;
    },
    { step: 'deserialize', priority: 'high', name: 'keepRawAnswer' },
  );
}

/** The answer itself where it was not kept. */
export function rawOf(answer: object): object {
  return (answer as { [RAW]?: object })[RAW] ?? answer;
}

async function bytesOf(body: unknown): Promise<Uint8Array | null> {
  // Somebody nearer to the wire has read it already.
  if (body instanceof Uint8Array) return body;
  if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What is no JSON the SDK will refuse by itself. */
function parsed(bytes: Uint8Array): object | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
