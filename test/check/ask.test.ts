import { expect, test } from 'vitest';
import { Asker } from '../../src/check/ask.ts';
import { UserError } from '../../src/input/user-error.ts';
import { wine } from '../../src/systems/wine.ts';
import { predict, ROWS, serveWine } from './wine-server.ts';

const ADDRESS = { path: null, functionName: null, endpointName: null };
const [ROW] = ROWS;

async function ask(url: string, timeoutMs = 5_000) {
  const codec = wine.ways.http!;
  const asker = new Asker(codec, timeoutMs);
  const asked = await asker.ask(url, codec.encode(ROW!, ADDRESS), ROW!);
  await asker.close();
  return asked;
}

test('compares a prediction with its label', async () => {
  const right = await serveWine((response, { label }) => predict(response, label));
  expect(await ask(right.url)).toMatchObject({ outcome: 'correct', predicted: '0', problem: null });
  const wrong = await serveWine((response) => predict(response, '2'));
  expect(await ask(wrong.url)).toMatchObject({ outcome: 'wrong', predicted: '2', problem: null });
});

test.each<[string, number, string, string, RegExp]>([
  [
    'an error status',
    502,
    '{"message":"oops"}',
    'server-error',
    /^HTTP 502: \{"message":"oops"\}$/,
  ],
  [
    'an error inside HTTP 200',
    200,
    '{"statusCode":500,"body":"ERROR occurred: x"}',
    'server-error',
    /ERROR occurred: x/,
  ],
  ['a redirect, which is not followed', 302, '', 'malformed', /^HTTP 302, empty$/],
  ['something else altogether', 200, '<h1>\u001b[31mHello</h1>', 'malformed', /: <h1>Hello<\/h1>$/],
  ['a very long answer', 200, 'x'.repeat(10_000), 'malformed', /^HTTP 200: x{160}…$/],
  ['an endless answer', 200, 'x'.repeat(1_000_000), 'malformed', /^more than 262144 bytes$/],
])('%s is shown for what it is', async (_, status, body, outcome, problem) => {
  const { url } = await serveWine((response) => response.writeHead(status).end(body));
  const asked = await ask(url);
  expect(asked).toMatchObject({ outcome, predicted: null, unreachable: null });
  expect(asked.problem).toMatch(problem);
});

test('times out without a response, and in the middle of one', async () => {
  const silent = await serveWine(() => {});
  expect(await ask(silent.url, 100)).toMatchObject({ outcome: 'timeout', unreachable: null });
  const stuck = await serveWine((response) => void response.write('{"statusCode":'));
  expect(await ask(stuck.url, 100)).toMatchObject({
    outcome: 'timeout',
    problem: 'no complete response within 100 ms',
  });
});

test('distinguishes a dropped connection from a refused one', async () => {
  const cutting = await serveWine((response) => void response.socket?.destroy());
  expect(await ask(cutting.url)).toMatchObject({ outcome: 'network', unreachable: null });
  expect(await ask('http://127.0.0.1:1')).toMatchObject({
    outcome: 'network',
    unreachable: 'ECONNREFUSED',
  });
});

test('sends a signed request unchanged to the host it was signed for', async () => {
  const { url, received } = await serveWine((response, { label }) => predict(response, label));
  const codec = wine.ways.http!;
  const asker = new Asker(codec, 5_000, (request, origin) => ({
    ...request,
    // What an address would spell differently: a URL takes the dots for a step up.
    path: `/functions/../a%3Ab!'()*?Qualifier=%24LATEST`,
    headers: { ...request.headers, host: new URL(origin).host, authorization: 'signed' },
  }));
  const asked = await asker.ask(url, codec.encode(ROW!, ADDRESS), ROW!);
  await asker.close();
  expect(asked.outcome).toBe('correct');
  expect(received).toMatchObject([
    {
      path: `/functions/../a%3Ab!'()*?Qualifier=%24LATEST`,
      headers: { host: new URL(url).host, authorization: 'signed' },
    },
  ]);
});

test("reports that a system's decode threw", async () => {
  const { url } = await serveWine((response, { label }) => predict(response, label));
  const decode = () => {
    throw new Error('no such field');
  };
  const asker = new Asker({ ...wine.ways.http!, decode }, 5_000);
  const asked = await asker.ask(url, wine.ways.http!.encode(ROW!, ADDRESS), ROW!);
  await asker.close();
  expect(asked).toMatchObject({
    outcome: 'malformed',
    problem: "the system's decode threw: no such field",
  });
});

test("rejects when a system's module breaks its contract", async () => {
  const { url } = await serveWine((response, { label }) => predict(response, label));
  const codec = {
    ...wine.ways.http!,
    decode: () => {
      throw new UserError('mine.ts, ways.http.decode, row 1: found a promise');
    },
  };
  const asker = new Asker(codec, 5_000);
  const asked = asker.ask(url, wine.ways.http!.encode(ROW!, ADDRESS), ROW!);
  await expect(asked).rejects.toThrow('found a promise');
  await asker.close();
});
