/**
 * `POST /dev`: API Gateway with proxy integration, a Lambda function that catches nothing, the
 * endpoint.
 *
 * A proxy integration turns an uncaught error into HTTP 502 with an uninformative message. Keys the
 * function does not read are ignored, so a request may include a label.
 */
import type { Endpoint } from '../endpoint.ts';
import { AwsError } from './aws-error.ts';
import { memberOf, proxyPayload } from './function-behind.ts';
import { gatewayMessage, type PredictionApi } from './prediction-api.ts';

/** Sepal length, sepal width, petal length, petal width, in cm. */
const KEYS = ['x1', 'x2', 'x3', 'x4'] as const;
const UNHANDLED = gatewayMessage('Internal server error');

export function irisApi(endpoint: Endpoint): PredictionApi {
  return {
    method: 'POST',
    path: '/dev',
    headers: {},
    requestOf: (event) => ({ url: '/dev', body: Buffer.from(String(memberOf(event, 'body'))) }),
    payloadOf: (status, body) => (status === 200 ? proxyPayload(status, body) : undefined),
    answer: ({ body }, respond) => {
      const row = rowOf(body);
      if (row === undefined) return respond(502, UNHANDLED);
      endpoint.invoke([row], (answer) => {
        if (answer instanceof AwsError) respond(502, UNHANDLED);
        else respond(200, JSON.stringify({ prediction: answer[0] }));
      });
    },
  };
}

/** Accepts numbers, but not numbers as text. */
function rowOf(body: Buffer): string | undefined {
  try {
    const event = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const cells = KEYS.map((key) => event[key]);
    return cells.every((cell) => typeof cell === 'number') ? cells.join(',') : undefined;
  } catch {
    return undefined;
  }
}
