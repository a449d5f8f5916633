/**
 * Serves a prediction API: API Gateway in front, which requires no signature, and a Lambda function
 * behind it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiGateway } from '../../simulation/api-gateway.ts';
import type { LambdaFunction } from '../../simulation/lambda-function.ts';
import { readBody, TOO_LARGE } from './body.ts';
import { runFunction } from './function-run.ts';

/** Lambda's maximum event size. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

export interface ApiRequest {
  /** Path and query as sent. */
  readonly url: string;
  readonly body: Buffer;
}

/** An error that the function does not catch. */
export class FunctionError extends Error {
  /** The error's type as Lambda reports it, such as `KeyError`. */
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** Call once. */
export type Respond = (status: number, body: string) => void;

export interface PredictionApi {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Headers of every response from the function; all are JSON. */
  readonly headers: Readonly<Record<string, string>>;
  answer(request: ApiRequest, respond: Respond): void;
  /**
   * The request that an event of its function stands for.
   *
   * @throws FunctionError where the function would fail on the event
   */
  requestOf(event: unknown): ApiRequest;
  /** What the function returns, for a response of the API; undefined for an uncaught error. */
  payloadOf(status: number, body: string): object | undefined;
}

/** The services between the caller and the endpoint. */
export interface Front {
  readonly gateway: ApiGateway;
  readonly lambda: LambdaFunction;
  readonly nowMs: () => number;
}

/** How long a REST API waits for its function; the function runs on. */
const INTEGRATION_TIMEOUT_MS = 29_000;

/** API Gateway's own response, instead of an answer. */
export const gatewayMessage = (message: string) => JSON.stringify({ message });

/** Status that a proxy integration returns for an uncaught error in the function. */
export const UNHANDLED_STATUS = 502;

export function servePredictions(api: PredictionApi, { gateway, lambda, nowMs }: Front) {
  const headers = { 'content-type': 'application/json', ...api.headers };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const arrivedAtMs = nowMs();
    const respond = (status: number, body: string, integratedAtMs?: number) => {
      const leftAtMs = nowMs();
      gateway.record(leftAtMs, {
        status,
        latencyMs: leftAtMs - arrivedAtMs,
        ...(integratedAtMs !== undefined && { integrationMs: leftAtMs - integratedAtMs }),
      });
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    };
    readBody(request, MAX_BODY_BYTES, (body) => {
      if (body === TOO_LARGE) return respond(413, gatewayMessage('Request Too Long'));
      if (!gateway.admit(nowMs())) return respond(429, gatewayMessage('Too Many Requests'));
      const integratedAtMs = nowMs();
      let isOver = false;
      const timeout = setTimeout(() => {
        isOver = true;
        respond(504, gatewayMessage('Endpoint request timed out'), integratedAtMs);
      }, INTEGRATION_TIMEOUT_MS);
      timeout.unref();
      const admitted = runFunction(lambda, nowMs, (ended) => {
        api.answer({ url: request.url!, body }, (status, text) => {
          ended(status === UNHANDLED_STATUS);
          clearTimeout(timeout);
          if (!isOver) respond(status, text, integratedAtMs);
        });
      });
      // "Handling Lambda errors with an API Gateway API": a rejected invocation is a 500, not a 429.
      if (admitted) return;
      clearTimeout(timeout);
      respond(500, gatewayMessage('Internal server error'), integratedAtMs);
    });
  };
}
