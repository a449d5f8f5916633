import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Respond, servePredictions } from '../../src/local/wire/prediction-api.ts';
import { ApiGateway } from '../../src/simulation/api-gateway.ts';
import { LambdaFunction } from '../../src/simulation/lambda-function.ts';
import { MINUTE, START } from '../simulation/virtual.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** An API whose function answers when told to. */
async function called() {
  const store = { basePeriodMs: MINUTE, publishDelayMs: 0, startMs: START, dimensions: [] };
  const gateway = new ApiGateway({ name: 'wine', stage: 'DummyStage' }, undefined, store);
  const lambda = new LambdaFunction(
    'wine',
    { concurrency: 1, provisioned: 0, coldStartMs: 0, keepWarmMs: MINUTE },
    store,
  );
  const { promise: answering, resolve } = Promise.withResolvers<Respond>();
  const api = {
    ...({ method: 'POST', path: '/', headers: {} } as const),
    answer: (_: unknown, respond: Respond) => resolve(respond),
    requestOf: () => ({ url: '/', body: Buffer.from('') }),
    payloadOf: () => undefined,
  };
  const sent: [status: number, body: string][] = [];
  let status = 0;
  const response = {
    writeHead: (given: number) => {
      status = given;
    },
    end: (body: string) => sent.push([status, body]),
  };
  const request = Object.assign(Readable.from([Buffer.from('{}')]), { url: '/' });
  const serve = servePredictions(api, { gateway, lambda, nowMs: () => START });
  serve(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  return { respond: await answering, sent, lambda };
}

test('a function that takes longer than 29 s is a 504 behind its API, once, and runs on', async () => {
  const { respond, sent, lambda } = await called();
  vi.advanceTimersByTime(28_999);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([[504, '{"message":"Endpoint request timed out"}']]);
  expect(lambda.begin(START)).toBeUndefined();
  respond(200, '{}');
  expect(sent).toHaveLength(1);
  expect(lambda.begin(START)).toBeDefined();
});

test('one that answers in time is not', async () => {
  const { respond, sent } = await called();
  respond(200, '{}');
  vi.advanceTimersByTime(60_000);
  expect(sent).toEqual([[200, '{}']]);
});
