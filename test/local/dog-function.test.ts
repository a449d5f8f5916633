import { expect, test } from 'vitest';
import { dogModel, logitsOf } from '../../src/local/models/dog.ts';
import type { DatasetRow } from '../../src/systems/contract.ts';
import { dogB } from '../../src/systems/dog.ts';
import { firstOf, HOLDS, SIGNED, start } from './running.ts';

const URL = 'https://images.example/carolina.jpg';
const quick = { instance: { concurrency: 64, serviceTimeMs: 1 } };
const standIn = await start(quick, { system: 'dog-b' });
const PATH = '/2015-03-31/functions/dog-b/invocations';

async function invoke(event: string, { path = PATH, url = standIn.url } = {}) {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: SIGNED },
    body: event,
  });
  return {
    status: response.status,
    error: response.headers.get('x-amz-function-error'),
    type: response.headers.get('x-amzn-errortype'),
    body: (await response.json()) as Record<string, unknown>,
  };
}
const ask = (url: string) => invoke(JSON.stringify({ url }));

test('the payload is that of the system, its logits JSON in a string', async () => {
  const { status, error, body } = await ask(URL);
  expect({ status, error }).toEqual({ status: 200, error: null });
  expect(body).toEqual({
    statusCode: 200,
    headers: { 'Content-Type': 'text/plain', 'Access-Control-Allow-Origin': '*' },
    'type-result': "<class 'str'>",
    'COntent-Type-In': expect.stringMatching(/^LambdaContext\(.*function_name=dog-b.*\)$/),
    body: expect.stringMatching(/^\[\[-?\d/),
  });
  const [logits] = JSON.parse(body.body as string) as number[][];
  expect(logits).toHaveLength(133);
  expect(logits!.every(Number.isFinite)).toBe(true);
});

test('the same address always gives the same logits, another one others', async () => {
  expect((await ask(URL)).body.body).toBe((await ask(URL)).body.body);
  expect((await ask(URL)).body.body).not.toBe((await ask(`${URL}?2`)).body.body);
});

test('its top classes are spread over the 133, so that it is no constant', () => {
  const classes = Array.from({ length: 2000 }, (_, i) => dogModel().predict(`${URL}?${i}`));
  expect(new Set(classes).size).toBeGreaterThan(120);
});

test('the contract of the system reads the answer, with and without a label', async () => {
  const codec = dogB.ways.lambda!;
  const row = (label: string): DatasetRow => ({ number: 1, text: [URL], values: [URL], label });
  const address = { path: null, functionName: 'dog-b:1', endpointName: null };
  const { path, body } = codec.encode(row(''), address);
  const response = await fetch(standIn.url + path, {
    method: 'POST',
    headers: { authorization: SIGNED },
    body,
  });
  const answer = { status: response.status, headers: {}, body: await response.text() };
  const logits = logitsOf(URL);
  const top = String(logits.indexOf(Math.max(...logits)));
  expect(codec.decode(answer, row(''))).toEqual({ outcome: 'correct', predicted: top });
  expect(codec.decode(answer, row(top)).outcome).toBe('correct');
  expect(codec.decode(answer, row('133')).outcome).toBe('wrong');
});

test.each([
  { what: 'no url', event: '{}', errorType: 'KeyError' },
  { what: 'a url that is no text', event: '{"url":5}', errorType: 'TypeError' },
  { what: 'a url that is no address', event: '{"url":"dog.jpg"}', errorType: 'ModelError' },
  { what: 'no event', event: '', errorType: 'KeyError' },
])(
  '$what is an error the function did not catch, inside HTTP 200',
  async ({ event, errorType }) => {
    expect(await invoke(event)).toMatchObject({
      status: 200,
      error: 'Unhandled',
      body: { errorType, errorMessage: expect.any(String) },
    });
  },
);

test.each([
  'arn:aws:lambda:us-east-1:123456789012:function:dog-b',
  'arn:aws:lambda:us-east-1:123456789012:function:dog-b:$LATEST',
  '123456789012:function:dog-b',
  'dog-b:1',
])('%s names the function, too', async (name) => {
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
  expect((await invoke(JSON.stringify({ url: URL }), { path })).status).toBe(200);
});

test('another function is not found, an event that is not JSON is refused', async () => {
  const path = PATH.replace('dog-b', 'cats');
  expect(await invoke('{}', { path })).toMatchObject({
    status: 404,
    type: 'ResourceNotFoundException',
  });
  expect(await invoke('{')).toMatchObject({ status: 400, type: 'InvalidRequestContentException' });
});

test('over its reserved concurrency the function answers 429, TooManyRequestsException', async () => {
  const { url } = await start(
    {
      instance: { concurrency: 8, ...HOLDS },
      lambda: { reservedConcurrency: 2, provisionedConcurrency: 2 },
    },
    { system: 'dog-b' },
  );
  const event = JSON.stringify({ url: URL });
  const asked = Array.from({ length: 5 }, () => invoke(event, { url }));
  const refused = {
    status: 429,
    type: 'TooManyRequestsException',
    body: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
  };
  expect(await firstOf(3, asked)).toMatchObject([refused, refused, refused]);
});

test('what spills over the provisioned environments waits for a cold start', async () => {
  const { url } = await start(
    {
      instance: { concurrency: 8, serviceTimeMs: 1_000, serviceTimeSigma: 0 },
      lambda: { provisionedConcurrency: 1, coldStartMs: 2_000 },
    },
    { system: 'dog-b' },
  );
  const timed = async () => {
    const begin = performance.now();
    await invoke(JSON.stringify({ url: URL }), { url });
    return performance.now() - begin;
  };
  const [fast, slow] = (await Promise.all([timed(), timed()])).toSorted((a, b) => a - b);
  // Far from each other, so that a busy machine does not blur them.
  expect(fast).toBeLessThan(2_900);
  expect(slow).toBeGreaterThanOrEqual(2_999);
});

test.each([
  ['swapLabels', { swapLabels: true }],
  ['badInstance.swapLabels', { badInstance: { ordinal: 1, swapLabels: true } }],
  ['badInstance.staleShare', { badInstance: { ordinal: 1, staleShare: 0.1 } }],
])('labels it does not have cannot be changed: %s', async (setting, faults) => {
  await expect(start({ faults }, { system: 'dog-a' })).rejects.toThrow(
    `faults.${setting}: system "dog-a" has no labels to change`,
  );
});
