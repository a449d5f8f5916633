/**
 * `GET /items?EndpointName=...&FinalPayload=...`: API Gateway with proxy integration, a Lambda
 * function with a web framework, the endpoint.
 *
 * The trap: the function catches every error and answers HTTP 200, with `error` in place of `success`.
 */
import type { Identity } from '../../simulation/identity.ts';
import { type Endpoint, endpointNotFound } from '../endpoint.ts';
import { CAR_LABELS } from '../models/car.ts';
import { AwsError } from './aws-error.ts';
import { memberOf, proxyPayload } from './function-behind.ts';
import { FunctionError, type PredictionApi } from './prediction-api.ts';

export function carApi(endpoint: Endpoint, identity: Identity): PredictionApi {
  return {
    method: 'GET',
    path: '/items',
    headers: { 'access-control-allow-origin': '*' },
    requestOf: (event) => {
      const query = memberOf(event, 'queryStringParameters') ?? {};
      if (typeof query !== 'object' || Array.isArray(query)) {
        throw new FunctionError('TypeError', "'queryStringParameters' is not an object");
      }
      const text = new URLSearchParams(query as Record<string, string>).toString();
      return { url: `/items?${text}`, body: Buffer.alloc(0) };
    },
    payloadOf: proxyPayload,
    answer: ({ url }, respond) => {
      const failed = (error: AwsError) => {
        const sentence = `${error.code}: ${error.message}`;
        respond(200, JSON.stringify({ error: sentence, url, body: {} }));
      };
      const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
      const endpointName = only(query, 'EndpointName');
      const row = only(query, 'FinalPayload');
      if (endpointName === undefined) return failed(missing('EndpointName'));
      if (row === undefined) return failed(missing('Body'));
      if (endpointName !== identity.endpointName) return failed(endpointNotFound(endpointName));
      endpoint.invoke([row], (answer) => {
        if (answer instanceof AwsError) failed(answer);
        else respond(200, SUCCESSES[answer[0]!]!);
      });
    },
  };
}

/** The four possible answers, serialised once. */
const SUCCESSES = CAR_LABELS.map((label) => JSON.stringify({ success: label }));

/** Undefined for a repeated parameter: the framework makes it a list, which the SDK rejects. */
function only(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  return values.length === 1 ? values[0] : undefined;
}

const missing = (key: string) =>
  new AwsError('MissingRequiredParameter', `Missing required key '${key}' in params`);
