/**
 * `POST /DummyStage/DT`: API Gateway without proxy integration, a Lambda function, the endpoint.
 *
 * Reproduces the reference system, traps included: any failure behind the gateway comes back as HTTP
 * 200 with the error inside, and an event without `body` gets a prediction for made-up numbers.
 */
import type { Endpoint } from '../endpoint.ts';
import { AwsError } from './aws-error.ts';
import { gatewayMessage, type PredictionApi } from './prediction-api.ts';

/** The function's fallback when the event has no body. */
const MADE_UP_ROW = '13,2,2.4,19,100,2.3,2,0.36,1.6,5,0.96,2.6,750';

export function wineApi(endpoint: Endpoint): PredictionApi {
  return {
    method: 'POST',
    path: '/DummyStage/DT',
    headers: {},
    // Without proxy integration, the request's body is the event, and the response's is what it returns.
    requestOf: (event) => ({
      url: '/DummyStage/DT',
      body: Buffer.from(JSON.stringify(event)),
    }),
    payloadOf: (_status, body) => JSON.parse(body) as object,
    answer: ({ body }, respond) => {
      const event = parseEvent(body);
      if (event === undefined) {
        return respond(400, gatewayMessage('Could not parse request body into json'));
      }
      const row = rowOf(event);
      if (row === undefined) {
        return respond(200, failed(500, 'Parameter validation failed: Body must be text'));
      }
      endpoint.invoke([row], (answer) => {
        if (answer instanceof AwsError) {
          respond(200, failed(answer.status, `${answer.code}: ${answer.message}`));
        } else respond(200, SENTENCES[answer[0]!]!);
      });
    },
  };
}

/** An empty request is an event without a body; undefined when not JSON. */
function parseEvent(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function rowOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return undefined;
  const body: unknown = (event as { body?: unknown }).body ?? MADE_UP_ROW;
  return typeof body === 'string' ? body : undefined;
}

const integrated = (statusCode: number, body: string) =>
  JSON.stringify({ statusCode, headers: { 'Content-Type': 'text/plain' }, body });

/** The three possible answers, serialised once. */
const SENTENCES = [0, 1, 2].map((cultivar) =>
  integrated(200, `Your Wine class is Cultivar ${cultivar}`),
);

const failed = (statusCode: number, problem: string) =>
  integrated(statusCode, `ERROR occurred: ${problem}`);
