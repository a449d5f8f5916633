/**
 * One HTTP request of a push, tried again where the receiver may be back in a moment.
 *
 * Not the SDK's exporters: they do not say with which status a receiver refused in the end, nor that it took
 * only a part, and Pushgateway needs the same sender.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { withoutSecrets } from '../aws/without-secrets.ts';
import { counted } from '../format/numbers.js';
import { plainText } from '../report/plain-text.ts';
import { FailedPushError } from './failed-push.ts';

export interface Push {
  readonly url: URL;
  readonly method: 'PUT' | 'POST';
  readonly contentType: string;
  readonly body: Uint8Array;
  /** The user's own, with credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** The environment variable that they come from. */
  readonly headersVariable: string;
}

export interface Sending {
  readonly fetch: typeof fetch;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** Together a quarter of a minute at most, and what `Retry-After` asks for. */
const WAITS_MS = [1_000, 2_000, 4_000];
const LONGEST_WAIT_MS = 30_000;
const TIMEOUT_MS = 10_000;
/** OTLP 1.x, "Retryable response codes". */
const RETRYABLE = new Set([429, 502, 503, 504]);
const QUOTED_CHARACTERS = 200;

type Answer =
  | { readonly kind: 'status'; readonly response: Response; readonly body: Uint8Array }
  | { readonly kind: 'network'; readonly why: string };

/** What the receiver answered with a status of 200 to 299. */
export interface Accepted {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/**
 * @throws FailedPushError, one sentence without any header
 */
export async function send(push: Push, sending: Sending = { fetch, wait }): Promise<Accepted> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await ask(push, sending);
    if (answer.kind === 'status' && answer.response.ok) return accepted(push, answer);
    const pause = WAITS_MS[attempt];
    const mayPass = answer.kind === 'network' || RETRYABLE.has(answer.response.status);
    if (!mayPass || pause === undefined) throw failed(push, answer, attempt + 1);
    await sending.wait(Math.min(askedFor(answer) ?? pause, LONGEST_WAIT_MS));
  }
}

/** A page that a proxy or another server shows with status 200 has taken nothing. */
function accepted(push: Push, { response, body }: Answer & { kind: 'status' }): Accepted {
  const contentType = response.headers.get('content-type') ?? '';
  if (!contentType.includes('text/html')) return { contentType, body };
  throw new FailedPushError(
    `${push.url.host} answered ${push.method} ${push.url.pathname} with a web page, so it is no receiver of metrics or traces; correct --push.`,
  );
}

async function ask(push: Push, sending: Sending): Promise<Answer> {
  try {
    const response = await sending.fetch(push.url, {
      method: push.method,
      headers: { ...push.headers, 'content-type': push.contentType },
      body: push.body as NonNullable<RequestInit['body']>,
      // Headers with credentials are for this host only.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { kind: 'status', response, body: await response.bytes() };
  } catch (cause) {
    const { name, code, message } = ((cause as Error).cause ?? cause) as NodeJS.ErrnoException;
    const why = name === 'TimeoutError' ? `no answer in ${TIMEOUT_MS / 1_000} s` : code;
    return { kind: 'network', why: why ?? plainText(message) };
  }
}

function askedFor(answer: Answer): number | null {
  if (answer.kind === 'network') return null;
  const seconds = Number(answer.response.headers.get('retry-after') ?? Number.NaN);
  return seconds >= 0 ? seconds * 1_000 : null;
}

function failed(push: Push, answer: Answer, attempts: number): FailedPushError {
  const { host } = push.url;
  const tries = attempts === 1 ? '' : ` after ${counted(attempts, 'attempt')}`;
  if (answer.kind === 'network') {
    return new FailedPushError(
      `${host} could not be reached${tries} (${answer.why}); start the receiver or correct --push, then push again with \`scaleproof report\`.`,
    );
  }
  const { status, statusText } = answer.response;
  const said = quoted(new TextDecoder().decode(answer.body), push);
  return new FailedPushError(
    `${host} answered ${status}${statusText === '' ? '' : ` ${plainText(statusText)}`}${tries} to ${push.method} ${push.url.pathname}${said}; ${nextStep(status, push)}.`,
  );
}

/**
 * What a receiver said, as a part of a sentence: ` ("no such job")`; empty where it said nothing. It may repeat the
 * credentials of the push.
 */
export function quoted(said: string, { headers }: Push): string {
  const text = plainText(withoutSecrets(said, Object.values(headers))).slice(0, QUOTED_CHARACTERS);
  return text === '' ? '' : ` ("${text}")`;
}

function nextStep(status: number, { headersVariable }: Push): string {
  if (status === 401 || status === 403) return `set credentials in ${headersVariable}`;
  if (status === 404 || status === 405) return 'correct the path of --push';
  if (status >= 300 && status < 400) return 'push to where it redirects';
  if (RETRYABLE.has(status)) return 'push again later with `scaleproof report`';
  return 'correct what it names, or push to another receiver';
}
