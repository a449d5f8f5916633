/** Routes each request to its API, and sends back the response or the error. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiFaults } from '../api-faults.ts';
import type { Call } from '../services/service.ts';
import { checkAuthorization } from './authorization.ts';
import { AwsError, internalFailure } from './aws-error.ts';
import type { Reply } from './aws-json.ts';
import { readBody, TOO_LARGE, unzipped } from './body.ts';
import { type Exchange, exchangeFor, type Hosted } from './exchanges.ts';
import { misbehaviour } from './misbehaviour.ts';
import { servePredictions } from './prediction-api.ts';

export interface Backend extends Hosted {
  readonly apiFaults: ApiFaults;
  /** Called after anything that may have changed what is due next. */
  wake(): void;
}

export function createRouter(backend: Backend) {
  const { front, nowMs } = backend;
  const api = front.way === 'http' ? front.api : undefined;
  const predictions = front.way === 'http' && servePredictions(front.api, { ...front, nowMs });
  const isSkewed = backend.simulation.settings.faults.clockSkewMs !== 0;
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (isSkewed) response.setHeader('date', new Date(nowMs()).toUTCString());
    const [path] = request.url!.split('?', 1);
    if (predictions && path === api?.path && request.method === api?.method) {
      predictions(request, response);
      return;
    }
    const requestId = randomUUID();
    const exchange = exchangeFor(request, requestId, backend);
    readBody(request, exchange.maxBytes, (sent) => {
      const body = unzipped(sent, request.headers['content-encoding'], exchange.maxBytes);
      const send = (reply: Reply) => sendReply(response, reply, requestId);
      if (body === TOO_LARGE) return send(exchange.fail(tooLarge(exchange.maxBytes)));
      answer(exchange, request, body, backend, send);
      backend.wake();
    });
  };
}

/** Sends one reply, or none when the API hangs. */
function answer(
  exchange: Exchange,
  request: IncomingMessage,
  body: Buffer,
  backend: Backend,
  send: (reply: Reply) => void,
): void {
  try {
    const region = checkAuthorization(request.headers.authorization);
    const called = exchange.called?.(body);
    const fault = called ? backend.apiFaults.next(called.operation, backend.nowMs()) : 'none';
    const error = called && misbehaviour(fault, called);
    if (error) throw error;
    if (fault === 'hung') return;
    exchange.answer(
      body,
      () => callNow(backend, region),
      (result) => {
        const reply = result instanceof AwsError ? exchange.fail(result) : result;
        send(fault === 'malformed' ? cutOff(reply) : reply);
      },
    );
  } catch (error) {
    send(exchange.fail(error instanceof AwsError ? error : reported(error)));
  }
}

/**
 * Runs everything due first, so that a call sees the state at its own time.
 *
 * @param region the caller's: the one endpoint is in whichever Region it is asked for in
 */
function callNow({ simulation, nowMs, apiFaults }: Backend, region: string): Call {
  const callMs = nowMs();
  simulation.tick(callMs);
  const identity = { ...simulation.identity, region };
  return { simulation, identity, nowMs: callMs, datapoints: apiFaults.datapoints(callMs) };
}

function sendReply(response: ServerResponse, reply: Reply, requestId: string): void {
  response.writeHead(reply.status, {
    ...reply.headers,
    'x-amzn-requestid': requestId,
    'content-length': Buffer.byteLength(reply.body),
  });
  response.end(reply.body);
}

const cutOff = (reply: Reply): Reply => ({
  ...reply,
  body: reply.body.slice(0, Math.floor(reply.body.length / 2)),
});

function tooLarge(maxBytes: number): AwsError {
  return new AwsError(
    'RequestEntityTooLargeException',
    `The request body is longer than ${maxBytes} bytes.`,
    { status: 413, queryCode: 'RequestEntityTooLarge' },
  );
}

/** A bug in the stand-in: the client gets a generic failure, the operator the reason. */
function reported(error: unknown): AwsError {
  process.emitWarning(error instanceof Error ? error : String(error));
  return internalFailure();
}
