/** Asks a prediction API one thing and says how that ended: for `check`, and before every load. */
import { Agent } from 'undici';
import { withoutSecrets } from '../aws/without-secrets.ts';
import { milliseconds } from '../format/numbers.js';
import { MAX_RESPONSE_BYTES } from '../load/replay/exchange.ts';
import { plainText } from '../report/plain-text.ts';
import type { Codec, DatasetRow, HttpRequest, HttpResponse } from '../systems/contract.ts';
import type { Outcome } from '../systems/outcome.ts';

export interface Asked {
  readonly outcome: Outcome;
  readonly predicted: string | null;
  /** What came instead of a prediction; null when one came. */
  readonly problem: string | null;
  /** Set when no connection could be made: nobody was there to answer. */
  readonly unreachable: string | null;
}

/** How much of an answer that is no prediction is worth showing. */
const EXCERPT_CHARACTERS = 160;
/** Far more than can be shown, so that no secret is cut where it is shown. */
const LOOKED_AT_CHARACTERS = 16_384;

/** Codes of failures to connect; a connection that was cut (ECONNRESET) had somebody at its end. */
const NO_CONNECTION =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

export class Asker {
  readonly #agent = new Agent({ maxResponseSize: MAX_RESPONSE_BYTES });
  readonly #codec: Codec;
  readonly #timeoutMs: number;
  readonly #sign: (request: HttpRequest, origin: string) => HttpRequest;
  readonly #secrets: readonly string[];

  /**
   * @param sign called as each request leaves, for the ways whose requests are signed
   * @param secrets what is sent along and must not be shown when an answer quotes it
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
   * Never throws, whatever the other side does.
   *
   * @param row what the answer is compared with
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
      const came = await this.#agent.request({
        origin: new URL(origin).origin,
        // As it is: a path that was spelled anew would not be the one that was signed.
        path,
        method,
        headers,
        body,
        signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
      });
      response = { status: came.statusCode, headers: came.headers, body: await came.body.text() };
    } catch (cause) {
      return this.#failure(cause as NodeJS.ErrnoException);
    }
    return this.#read(response, row);
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #read(response: HttpResponse, row: DatasetRow): Asked {
    const none = { predicted: null, unreachable: null };
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
      // A check is where the author of a system of their own finds out that it does.
      const problem = `the system's decode threw: ${(cause as Error).message}`;
      return { ...none, outcome: 'malformed', problem };
    }
  }

  #describe({ status, body }: HttpResponse): string {
    // Before it is cut: half a key would not be known for one.
    const quoted = withoutSecrets(body.slice(0, LOOKED_AT_CHARACTERS), this.#secrets);
    const text = plainText(quoted.slice(0, 4 * EXCERPT_CHARACTERS));
    if (text === '') return `HTTP ${status}, empty`;
    const excerpt = [...text].slice(0, EXCERPT_CHARACTERS).join('');
    return `HTTP ${status}: ${excerpt}${excerpt.length < text.length ? '…' : ''}`;
  }

  #failure({ name, code = name, message }: NodeJS.ErrnoException): Asked {
    const none = { predicted: null, unreachable: null };
    if (name === 'TimeoutError') {
      return {
        ...none,
        outcome: 'timeout',
        problem: `no whole answer within ${milliseconds(this.#timeoutMs)}`,
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
