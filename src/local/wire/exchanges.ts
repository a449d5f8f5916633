/** Finds which API and protocol a request uses, from its path and headers alone. */
import type { IncomingMessage } from 'node:http';
import type { Simulation } from '../../simulation/simulation.ts';
import type { Endpoint } from '../endpoint.ts';
import type { OpenFront } from '../front.ts';
import type { HostedSystem } from '../hosted-systems.ts';
import { AUTOSCALING_TARGET, autoscaling } from '../services/autoscaling.ts';
import { CLOUDWATCH_NAMESPACE, CLOUDWATCH_TARGET, cloudwatch } from '../services/cloudwatch.ts';
import { SAGEMAKER_TARGET, sagemaker } from '../services/sagemaker.ts';
import type { Call, Service } from '../services/service.ts';
import { QUOTAS_TARGET, serviceQuotas } from '../services/service-quotas.ts';
import { STS_NAMESPACE, sts } from '../services/sts.ts';
import type { AwsError } from './aws-error.ts';
import { answerJson, jsonError, type Reply } from './aws-json.ts';
import { answerQuery, queryAction, queryError } from './aws-query.ts';
import { invokeFunction, lambdaError } from './lambda-api.ts';
import { lambdaCall } from './lambda-path.ts';
import { readFunction } from './lambda-read.ts';
import type { CalledOperation, ServiceName } from './misbehaviour.ts';
import { invokeEndpoint, runtimeError, runtimePath } from './runtime.ts';

const MAX_INVOCATION_BYTES = 6 * 1024 * 1024;
const MAX_CALL_BYTES = 1024 * 1024;

const JSON_SERVICES = new Map<string, { readonly name: ServiceName; readonly service: Service }>([
  [CLOUDWATCH_TARGET, { name: 'cloudwatch', service: cloudwatch }],
  [SAGEMAKER_TARGET, { name: 'sagemaker', service: sagemaker }],
  [AUTOSCALING_TARGET, { name: 'application-autoscaling', service: autoscaling }],
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
  const hosted = { identity: simulation.identity, classText: system.classText };
  return {
    maxBytes: MAX_INVOCATION_BYTES,
    answer: (body, _call, done) =>
      invokeEndpoint(endpoint, hosted, { encodedName, contentType, targetVariant, body }, done),
    fail: runtimeError,
  };
}

function lambdaExchange(
  { headers, method, url }: IncomingMessage,
  path: string,
  requestId: string,
  { front, nowMs }: Hosted,
): Exchange | undefined {
  const called = lambdaCall(method, path);
  if (!called) return undefined;
  if (called.operation !== 'Invoke') {
    const query = new URLSearchParams(url!.slice(path.length));
    return {
      maxBytes: MAX_CALL_BYTES,
      called: () => ({ service: 'lambda', operation: called.operation }),
      answer: (_body, call, done) => done(readFunction(called, front.lambda, query, call())),
      fail: lambdaError,
    };
  }
  // A function behind an API expects the API's event format, which nobody sends by hand.
  if (front.way !== 'lambda') return undefined;
  const { encodedName } = called;
  const tail = single(headers['x-amz-log-type'])?.toLowerCase() === 'tail';
  return {
    maxBytes: MAX_INVOCATION_BYTES,
    answer: (body, _call, done) =>
      invokeFunction({ ...front, nowMs }, { encodedName, requestId, body, tail }, done),
    fail: lambdaError,
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
    answer: (body, call, done) =>
      done(answerJson(found?.service, { target, version, body }, call())),
    fail: (error) => jsonError(error, version),
  };
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
