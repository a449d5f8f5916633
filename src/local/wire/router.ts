/** Finds out which API and protocol a request speaks, and answers in the same. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Endpoint } from '../endpoint.ts';
import type { OpenFront } from '../front.ts';
import type { HostedSystem } from '../hosted-systems.ts';
import { AUTOSCALING_TARGET, autoscaling } from '../services/autoscaling.ts';
import { CLOUDWATCH_NAMESPACE, CLOUDWATCH_TARGET, cloudwatch } from '../services/cloudwatch.ts';
import { SAGEMAKER_TARGET, sagemaker } from '../services/sagemaker.ts';
import type { Call, Service } from '../services/service.ts';
import type { Simulation } from '../simulation.ts';
import { checkAuthorization } from './authorization.ts';
import { AwsError, internalFailure } from './aws-error.ts';
import { answerJson, jsonError, type Reply } from './aws-json.ts';
import { answerQuery, queryError } from './aws-query.ts';
import { readBody, TOO_LARGE } from './body.ts';
import { invokeFunction, lambdaError, lambdaPath } from './lambda-api.ts';
import { servePredictions } from './prediction-api.ts';
import { invokeEndpoint, runtimeError, runtimePath } from './runtime.ts';

const MAX_INVOCATION_BYTES = 6 * 1024 * 1024;
const MAX_CALL_BYTES = 1024 * 1024;

const SERVICES = new Map<string, Service>([
  [CLOUDWATCH_TARGET, cloudwatch],
  [SAGEMAKER_TARGET, sagemaker],
  [AUTOSCALING_TARGET, autoscaling],
]);

export interface Backend {
  readonly simulation: Simulation;
  readonly endpoint: Endpoint;
  readonly system: HostedSystem;
  readonly front: OpenFront;
  nowMs(): number;
  /** Called after everything that may have changed what is due next. */
  wake(): void;
}

/** One protocol's way with one request. */
interface Exchange {
  readonly maxBytes: number;
  answer(body: Buffer, done: (reply: Reply | AwsError) => void): void;
  fail(error: AwsError): Reply;
}

export function createRouter(backend: Backend) {
  const { front, nowMs } = backend;
  const api = front.way === 'http' ? front.api : undefined;
  const predictions = front.way === 'http' && servePredictions(front.api, { ...front, nowMs });
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url!.split('?', 1)[0]!;
    if (predictions && path === api?.path && request.method === api.method) {
      predictions(request, response);
      return;
    }
    const requestId = randomUUID();
    const exchange = exchangeFor(request, path, requestId, backend);
    const done = (result: Reply | AwsError) => {
      const reply = result instanceof AwsError ? exchange.fail(result) : result;
      response.writeHead(reply.status, {
        ...reply.headers,
        'x-amzn-requestid': requestId,
        'content-length': Buffer.byteLength(reply.body),
      });
      response.end(reply.body);
    };
    readBody(request, exchange.maxBytes, (body) => {
      if (body === TOO_LARGE) return done(tooLarge(exchange.maxBytes));
      try {
        checkAuthorization(request.headers.authorization);
        exchange.answer(body, done);
      } catch (error) {
        done(error instanceof AwsError ? error : reported(error));
      }
      backend.wake();
    });
  };
}

function exchangeFor(
  request: IncomingMessage,
  path: string,
  requestId: string,
  backend: Backend,
): Exchange {
  const { headers, method } = request;
  const contentType = headers['content-type'] ?? '';
  const encodedName = runtimePath(path);
  if (encodedName !== undefined && method === 'POST') {
    return {
      maxBytes: MAX_INVOCATION_BYTES,
      answer: (body, done) => {
        const targetVariant = single(headers['x-amzn-sagemaker-target-variant']);
        const { endpoint, simulation, system } = backend;
        const hosted = { identity: simulation.identity, classText: system.classText };
        invokeEndpoint(endpoint, hosted, { encodedName, contentType, targetVariant, body }, done);
      },
      fail: runtimeError,
    };
  }
  const encodedFunction = lambdaPath(path);
  const { front } = backend;
  if (encodedFunction !== undefined && method === 'POST' && front.way === 'lambda') {
    return {
      maxBytes: MAX_INVOCATION_BYTES,
      answer: (body, done) => {
        const hosted = { ...front, nowMs: backend.nowMs };
        invokeFunction(hosted, { encodedName: encodedFunction, requestId, body }, done);
      },
      fail: lambdaError,
    };
  }
  const target = path === '/' && method === 'POST' ? single(headers['x-amz-target']) : undefined;
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  if (path === '/' && method === 'POST' && target === undefined && isForm) {
    return {
      maxBytes: MAX_CALL_BYTES,
      answer: (body, done) =>
        done(answerQuery(cloudwatch, CLOUDWATCH_NAMESPACE, { body, requestId }, now(backend))),
      fail: (error) => queryError(error, CLOUDWATCH_NAMESPACE, requestId),
    };
  }
  const version = /json-(1\.[01])/.exec(contentType)?.[1] ?? '1.1';
  return {
    maxBytes: MAX_CALL_BYTES,
    answer: (body, done) => {
      const service = SERVICES.get(target?.split('.', 1)[0] ?? '');
      done(answerJson(service, { target: target ?? '', version, body }, now(backend)));
    },
    fail: (error) => jsonError(error, version),
  };
}

/** A call sees everything that is due by its own time. */
function now({ simulation, nowMs }: Backend): Call {
  const callMs = nowMs();
  simulation.tick(callMs);
  return { simulation, nowMs: callMs };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function tooLarge(maxBytes: number): AwsError {
  return new AwsError(
    'RequestEntityTooLargeException',
    `The request body is longer than ${maxBytes} bytes.`,
    { status: 413, queryCode: 'RequestEntityTooLarge' },
  );
}

/** A mistake in the stand-in: the client hears of a failure, the operator of the reason. */
function reported(error: unknown): AwsError {
  process.emitWarning(error instanceof Error ? error : String(error));
  return internalFailure();
}
