/** Sends one request to a prediction API and interprets the response. Used by `check` and preflight. */
import { Agent } from 'undici';
import { withoutSecrets } from '../aws/without-secrets.ts';
import { milliseconds } from '../format/numbers.js';
import { shown } from '../input/quote.ts';
import { UserError } from '../input/user-error.ts';
import { MAX_RESPONSE_BYTES } from '../load/replay/exchange.ts';
import { plainText } from '../report/plain-text.ts';
import type { Codec, DatasetRow, HttpRequest, HttpResponse } from '../systems/contract.ts';
import type { Outcome } from '../systems/outcome.ts';

export interface Asked {
  readonly outcome: Outcome;
  readonly predicted: string | null;
  /** The response or error in place of a prediction; null with a prediction. */
  readonly problem: string | null;
  /** Of the response; absent where none came. */
  readonly status?: number;
  /** The error code when no connection could be made; otherwise null. */
  readonly unreachable: string | null;
}

/** How much of a response without a prediction to show. */
const EXCERPT_CHARACTERS = 160;
/** Far more than is shown, so that no secret is cut in half before it is redacted. */
const REDACTED_CHARACTERS = 16_384;

/** Error codes of failed connects. ECONNRESET is not one: there was a server. */
const NO_CONNECTION =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|EPROTO|NOT_HTTP|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

export class Asker {
  readonly #agent = new Agent({ maxResponseSize: MAX_RESPONSE_BYTES });
  readonly #codec: Codec;
  readonly #timeoutMs: number;
  readonly #sign: (request: HttpRequest, origin: string) => HttpRequest;
  readonly #secrets: readonly string[];

  /**
   * @param sign called when a request is sent, for ways that need signing
   * @param secrets values in the request that must be redacted if a response quotes them
   */
  constructor(
    codec: Codec,
    timeoutMs: number,
    sign: (request: HttpRequest, origin: string) => HttpRequest = (request) => request,
    secrets: readonly string[] = [],
  ) {
    this.#codec = codec;
    this.#timeoutMs = timeoutMs;
    this.#sign = sign;
    this.#secrets = secrets;
  }

  /**
   * Never throws, whatever the server does.
   *
   * @throws UserError (as a rejection) when the system's module breaks its contract
   * @param row the row to compare the response with
   */
  async ask(
    origin: string,
    request: HttpRequest,
    row: DatasetRow,
    signal?: AbortSignal,
  ): Promise<Asked> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const { method, path, headers, body } = this.#sign(request, origin);
    let response: HttpResponse;
    try {
      const received = await this.#agent.request({
        origin: new URL(origin).origin,
        // Verbatim: a normalized path would not match the signature.
        path,
        method,
        headers,
        body,
        signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
      });
      response = {
        status: received.statusCode,
        headers: received.headers,
        body: await received.body.text(),
      };
    } catch (cause) {
      return this.#failure(cause as NodeJS.ErrnoException);
    }
    return this.#read(response, row);
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #read(response: HttpResponse, row: DatasetRow): Asked {
    const none = { predicted: null, unreachable: null, status: response.status };
    try {
      const { outcome, predicted } = this.#codec.decode(response, row);
      const isPrediction = outcome === 'correct' || outcome === 'wrong';
      return {
        ...none,
        outcome,
        predicted,
        problem: isPrediction ? null : this.#describe(response),
      };
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      // Report it: authors of custom systems find such bugs with a check.
      const problem = `the system's decode threw: ${shown(cause instanceof Error ? cause.message : String(cause))}`;
      return { ...none, outcome: 'malformed', problem };
    }
  }

  #describe({ status, body }: HttpResponse): string {
    // Redact before truncating: half a key would not be recognized.
    const quoted = withoutSecrets(body.slice(0, REDACTED_CHARACTERS), this.#secrets);
    const text = plainText(quoted.slice(0, 4 * EXCERPT_CHARACTERS));
    if (text === '') return `HTTP ${status}, empty`;
    const excerpt = [...text].slice(0, EXCERPT_CHARACTERS).join('');
    return `HTTP ${status}: ${excerpt}${excerpt.length < text.length ? '…' : ''}`;
  }

  #failure(cause: NodeJS.ErrnoException): Asked {
    const { name, message } = cause;
    // Its code, where it has one, names the parser's state.
    const code = name === 'HTTPParserError' ? 'NOT_HTTP' : (cause.code ?? name);
    const none = { predicted: null, unreachable: null };
    if (name === 'TimeoutError') {
      return {
        ...none,
        outcome: 'timeout',
        problem: `no complete response within ${milliseconds(this.#timeoutMs)}`,
      };
    }
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
      return { ...none, outcome: 'malformed', problem: `more than ${MAX_RESPONSE_BYTES} bytes` };
    }
    const problem = message ? `${code}: ${plainText(message)}` : code;
    return {
      ...none,
      outcome: 'network',
      problem,
      unreachable: NO_CONNECTION.test(code) ? code : null,
    };
  }
}
