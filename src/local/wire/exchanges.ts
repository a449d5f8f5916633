/** Finds which API and protocol a request uses, from its path and headers alone. */
import type { IncomingMessage } from 'node:http';
import type { Simulation } from '../../simulation/simulation.ts';
import type { Endpoint } from '../endpoint.ts';
import type { OpenFront } from '../front.ts';
import type { HostedSystem } from '../hosted-systems.ts';
import { AUTOSCALING_TARGET, autoscaling } from '../services/autoscaling.ts';
import { CLOUDWATCH_NAMESPACE, CLOUDWATCH_TARGET, cloudwatch } from '../services/cloudwatch.ts';
import { PRICING_TARGET, pricing } from '../services/pricing.ts';
import { SAGEMAKER_TARGET, sagemaker } from '../services/sagemaker.ts';
import type { Call, Service } from '../services/service.ts';
import { QUOTAS_TARGET, serviceQuotas } from '../services/service-quotas.ts';
import { STS_NAMESPACE, sts } from '../services/sts.ts';
import { AwsError } from './aws-error.ts';
import { answerJson, jsonError, printable, type Reply } from './aws-json.ts';
import { answerQuery, queryAction, queryError } from './aws-query.ts';
import { invokeFunction, lambdaError } from './lambda-api.ts';
import { lambdaCall } from './lambda-path.ts';
import { namedFunction } from './lambda-qualifier.ts';
import { readFunction } from './lambda-read.ts';
import type { CalledOperation, ServiceName } from './misbehaviour.ts';
import { answerPromql, isPromqlPath, promqlError } from './promql-api.ts';
import { invokeEndpoint, runtimeError, runtimePath } from './runtime.ts';

const MAX_INVOCATION_BYTES = 6 * 1024 * 1024;
const MAX_CALL_BYTES = 1024 * 1024;

const JSON_SERVICES = new Map<string, { readonly name: ServiceName; readonly service: Service }>([
  [CLOUDWATCH_TARGET, { name: 'cloudwatch', service: cloudwatch }],
  [SAGEMAKER_TARGET, { name: 'sagemaker', service: sagemaker }],
  [AUTOSCALING_TARGET, { name: 'application-autoscaling', service: autoscaling }],
  [PRICING_TARGET, { name: 'pricing', service: pricing }],
  [QUOTAS_TARGET, { name: 'servicequotas', service: serviceQuotas }],
]);

export interface Hosted {
  readonly simulation: Simulation;
  readonly endpoint: Endpoint;
  readonly system: HostedSystem;
  readonly front: OpenFront;
  nowMs(): number;
}

/** How one protocol handles one request. */
export interface Exchange {
  readonly maxBytes: number;
  /** The AWS API operation called; absent for a prediction. */
  called?(body: Buffer): CalledOperation;
  /** Throws or calls back with an AwsError. @param call runs all due events before it returns */
  answer(body: Buffer, call: () => Call, done: (reply: Reply | AwsError) => void): void;
  fail(error: AwsError): Reply;
}

export function exchangeFor(request: IncomingMessage, requestId: string, hosted: Hosted): Exchange {
  const [path] = request.url!.split('?', 1);
  return (
    runtimeExchange(request, path!, hosted) ??
    lambdaExchange(request, path!, requestId, hosted) ??
    promqlExchange(request, path!) ??
    queryExchange(request, path!, requestId) ??
    jsonExchange(request, path!)
  );
}

function runtimeExchange(
  { headers, method }: IncomingMessage,
  path: string,
  { endpoint, simulation, system }: Hosted,
): Exchange | undefined {
  const encodedName = method === 'POST' ? runtimePath(path) : undefined;
  if (encodedName === undefined) return undefined;
  const contentType = headers['content-type'] ?? '';
  const targetVariant = single(headers['x-amzn-sagemaker-target-variant']);
  const component = single(headers['x-amzn-sagemaker-inference-component']);
  const hosted = { identity: simulation.identity, classText: system.classText };
  return {
    maxBytes: MAX_INVOCATION_BYTES,
    answer: (body, _call, done) =>
      invokeEndpoint(
        endpoint,
        hosted,
        { encodedName, contentType, targetVariant, component, body },
        done,
      ),
    fail: runtimeError,
  };
}

function lambdaExchange(
  { headers, method, url }: IncomingMessage,
  path: string,
  requestId: string,
  { front, nowMs }: Hosted,
): Exchange | undefined {
  const query = new URLSearchParams(url!.slice(path.length));
  const called = lambdaCall(method, path, query);
  if (!called) return undefined;
  if (called.operation !== 'Invoke') {
    return {
      maxBytes: MAX_CALL_BYTES,
      called: () => ({ service: 'lambda', operation: called.operation }),
      answer: (_body, call, done) => done(readFunction(called, front.lambda, query, call())),
      fail: lambdaError,
    };
  }
  const { encodedName } = called;
  const { lambda, handler } = front;
  const invocationType = single(headers['x-amz-invocation-type']);
  const tail = single(headers['x-amz-log-type'])?.toLowerCase() === 'tail';
  return {
    maxBytes: MAX_INVOCATION_BYTES,
    answer: (body, call, done) => {
      const named = namedFunction(encodedName, query.get('Qualifier'));
      const request = { named, requestId, body, invocationType, tail };
      invokeFunction({ lambda, handler, nowMs }, request, () => call().identity, done);
    },
    fail: lambdaError,
  };
}

function promqlExchange({ method, url }: IncomingMessage, path: string): Exchange | undefined {
  if (!isPromqlPath(path) || (method !== 'GET' && method !== 'POST')) return undefined;
  const query = url!.slice(path.length + 1);
  return {
    maxBytes: MAX_CALL_BYTES,
    called: () => ({ service: 'cloudwatch', operation: 'QueryMetrics' }),
    answer: (body, call, done) => done(answerPromql(path, query, body, call())),
    fail: promqlError,
  };
}

/** For CloudWatch, and for STS, which has no other protocol. */
function queryExchange(
  { headers, method }: IncomingMessage,
  path: string,
  requestId: string,
): Exchange | undefined {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (path !== '/' || method !== 'POST' || headers['x-amz-target'] !== undefined || !isForm) {
    return undefined;
  }
  let namespace = CLOUDWATCH_NAMESPACE;
  const isSts = (body: Buffer) => Object.hasOwn(sts, queryAction(body) ?? '');
  return {
    maxBytes: MAX_CALL_BYTES,
    called: (body) => ({
      service: isSts(body) ? 'sts' : 'cloudwatch',
      operation: queryAction(body) ?? '',
    }),
    answer: (body, call, done) => {
      const service = isSts(body) ? sts : cloudwatch;
      if (service === sts) namespace = STS_NAMESPACE;
      done(answerQuery(service, namespace, { body, requestId }, call()));
    },
    fail: (error) => queryError(error, namespace, requestId),
  };
}

function jsonExchange({ headers, method }: IncomingMessage, path: string): Exchange {
  const isCall = path === '/' && method === 'POST';
  const target = (isCall ? single(headers['x-amz-target']) : undefined) ?? '';
  const version = /json-(1\.[01])/.exec(headers['content-type'] ?? '')?.[1] ?? '1.1';
  const [prefix, operation] = target.split('.', 2);
  const found = JSON_SERVICES.get(prefix!);
  return {
    maxBytes: MAX_CALL_BYTES,
    called: () => ({ service: found?.name ?? 'sagemaker', operation: operation ?? '' }),
    answer: (body, call, done) => {
      if (target === '') throw unknownPath(`${method} ${path}`);
      done(answerJson(found?.service, { target, version, body }, call()));
    },
    fail: (error) => jsonError(error, version),
  };
}

/** A REST operation has no name on the wire, only a method and a path. */
function unknownPath(called: string): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `The stand-in does not play ${printable(called)}: docs/stand-in.md lists what it plays.`,
    { status: 404 },
  );
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
