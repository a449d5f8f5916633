/** Answers AWS clients of every protocol from a recording; there is no prediction API in one. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { WholeRecording } from '../../recordings/recording.ts';
import { AUTOSCALING_TARGET } from '../services/autoscaling.ts';
import { CLOUDWATCH_NAMESPACE, CLOUDWATCH_TARGET } from '../services/cloudwatch.ts';
import { SAGEMAKER_TARGET } from '../services/sagemaker.ts';
import type { Call } from '../services/service.ts';
import { STS_NAMESPACE, sts } from '../services/sts.ts';
import { checkAuthorization } from '../wire/authorization.ts';
import { AwsError, internalFailure } from '../wire/aws-error.ts';
import { answerJson, jsonError, printable, type Reply } from '../wire/aws-json.ts';
import { answerQuery, queryAction, queryError } from '../wire/aws-query.ts';
import { readBody, TOO_LARGE, unzipped } from '../wire/body.ts';
import { lambdaError } from '../wire/lambda-api.ts';
import { lambdaCall } from '../wire/lambda-path.ts';
import { decoded } from '../wire/lambda-qualifier.ts';
import { NoAnswer, type RecordedServices, recordedServices } from './recorded-service.ts';

const MAX_BYTES = 1024 * 1024;

const JSON_SERVICES: Readonly<Record<string, string>> = {
  [CLOUDWATCH_TARGET]: 'cloudwatch',
  [SAGEMAKER_TARGET]: 'sagemaker',
  [AUTOSCALING_TARGET]: 'application-autoscaling',
};

/** Nothing is simulated, and no recorded operation asks what is. */
const NO_CALL = {} as Call;

interface Protocol {
  /** @throws AwsError, NoAnswer */
  answer(body: Buffer): Reply;
  fail(error: AwsError): Reply;
}

/** @param nowMs epoch ms; the recording begins at its first value */
export function recordedRouter(recording: WholeRecording, nowMs: () => number): RequestListener {
  const services = recordedServices(recording, nowMs);
  const { clockOffsetMs } = recording.recording;
  return (request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('date', new Date(nowMs() + clockOffsetMs).toUTCString());
    const requestId = randomUUID();
    const protocol = protocolOf(request, requestId, services);
    readBody(request, MAX_BYTES, (sent) => {
      const body = unzipped(sent, request.headers['content-encoding'], MAX_BYTES);
      const reply =
        body === TOO_LARGE ? protocol.fail(tooLarge()) : replyTo(protocol, request, body);
      if (reply === null) return;
      response.writeHead(reply.status, {
        ...reply.headers,
        'x-amzn-requestid': requestId,
        'content-length': Buffer.byteLength(reply.body),
      });
      response.end(reply.body);
    });
  };
}

/** @returns null where the caller is to wait in vain */
function replyTo(protocol: Protocol, { headers }: IncomingMessage, body: Buffer): Reply | null {
  try {
    checkAuthorization(headers.authorization);
    return protocol.answer(body);
  } catch (error) {
    if (error instanceof NoAnswer) return error.what === 'hung' ? null : HALF;
    if (error instanceof AwsError) return protocol.fail(error);
    process.emitWarning(error instanceof Error ? error : String(error));
    return protocol.fail(internalFailure());
  }
}

const HALF: Reply = {
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: '{"',
};

function protocolOf(
  request: IncomingMessage,
  requestId: string,
  services: RecordedServices,
): Protocol {
  return (
    lambdaProtocol(request, services) ??
    queryProtocol(request, requestId, services) ??
    jsonProtocol(request, services)
  );
}

function lambdaProtocol(
  { method, url }: IncomingMessage,
  services: RecordedServices,
): Protocol | undefined {
  const [path, query = ''] = url!.split('?', 2);
  const parameters = new URLSearchParams(query);
  const called = lambdaCall(method, path!, parameters);
  if (!called) return undefined;
  return {
    answer: () => {
      const input = {
        ...(called.encodedName && { FunctionName: decoded(called.encodedName) }),
        ...Object.fromEntries([...parameters].filter(([key]) => key !== 'List')),
      };
      const answer = services.answer('lambda', called.operation, input);
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(answer),
      };
    },
    fail: lambdaError,
  };
}

/** For CloudWatch; and for STS, so that `local --export` finds that a stand-in listens. */
function queryProtocol(
  { headers, method, url }: IncomingMessage,
  requestId: string,
  services: RecordedServices,
): Protocol | undefined {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (url !== '/' || method !== 'POST' || headers['x-amz-target'] !== undefined || !isForm) {
    return undefined;
  }
  return {
    answer: (body) => {
      const isSts = Object.hasOwn(sts, queryAction(body) ?? '');
      const service = isSts ? sts : services.service('cloudwatch');
      const namespace = isSts ? STS_NAMESPACE : CLOUDWATCH_NAMESPACE;
      return answerQuery(service, namespace, { body, requestId }, NO_CALL);
    },
    fail: (error) => queryError(error, CLOUDWATCH_NAMESPACE, requestId),
  };
}

function jsonProtocol(
  { headers, method, url }: IncomingMessage,
  services: RecordedServices,
): Protocol {
  const isCall = url === '/' && method === 'POST';
  const target = isCall ? String(headers['x-amz-target'] ?? '') : '';
  const version = /json-(1\.[01])/.exec(headers['content-type'] ?? '')?.[1] ?? '1.1';
  return {
    answer: (body) => {
      const [prefix = ''] = target.split('.', 1);
      const name = JSON_SERVICES[prefix];
      if (name === undefined) throw notRecorded(target || `${method} ${url}`);
      return answerJson(services.service(name), { target, version, body }, NO_CALL);
    },
    fail: (error) => jsonError(error, version),
  };
}

function notRecorded(called: string): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `A recording answers CloudWatch, SageMaker, Application Auto Scaling and Lambda, not ${printable(called)}; for predictions run the stand-in without --recording.`,
    { status: 404 },
  );
}

function tooLarge(): AwsError {
  return new AwsError(
    'RequestEntityTooLargeException',
    `The request body is longer than ${MAX_BYTES} bytes.`,
    { status: 413, queryCode: 'RequestEntityTooLarge' },
  );
}
