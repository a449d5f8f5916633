import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { localCredentials } from '../../src/aws/credentials.ts';
import { toFailure } from '../../src/collector/failure.ts';
import { createPromQlClient } from '../../src/collector/promql-client.ts';
import { fetchReports } from '../../src/collector/scaling-reports.ts';
import { type Arrived, expectedAuthorization, scopeOf } from '../aws/verify-signature.ts';
import { cleanups, collect, eventually, never } from './collecting.ts';
import { smallAws } from './small-aws.ts';

const STEP = 10;
const WINDOW = { startMs: 1_000_000, endMs: 1_300_000, stepSeconds: STEP };
const LABELS = { 'aws.sagemaker.endpoint.name': 'wine' };

/** Answers one query in PromQL, and keeps what was asked. */
async function promQl(body: unknown, status = 200) {
  const asked: Arrived[] = [];
  const server = createServer(({ method = '', url = '', headers }, response) => {
    asked.push({ method, url, headers, body: '' });
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createPromQlClient({ region: 'eu-west-1', endpointUrl });
  cleanups.push(async () => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const read = () => fetchReports(client, { endpointName: 'wine' }, 'E2EScalingLatency', WINDOW, 5);
  return { read, asked };
}

const matrix = (...values: [number, string][]) => ({
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [{ metric: { __name__: 'E2EScalingLatency', ...LABELS }, values }],
  },
});

test("asks for the endpoint's own series, signed for CloudWatch", async () => {
  const { read, asked } = await promQl(matrix());
  expect(await read()).toEqual([]);
  const { url, headers } = asked[0]!;
  const { pathname, searchParams } = new URL(url, 'http://x');
  expect(pathname).toBe('/api/v1/query_range');
  expect(Object.fromEntries(searchParams)).toEqual({
    query: 'E2EScalingLatency{"aws.sagemaker.endpoint.name"="wine"}',
    start: '1000',
    end: '1300',
    step: '10',
  });
  expect(scopeOf(asked[0]!)).toMatchObject({ region: 'eu-west-1', service: 'monitoring' });
  // The query has quotes and braces, which both sides must encode alike.
  expect(headers.authorization).toBe(await expectedAuthorization(asked[0]!, localCredentials()));
});

describe('a value that PromQL repeats is one report, dated to where it first shows', () => {
  test.each<[string, [number, string][], [number, number][]]>([
    [
      'once for all its repetitions',
      [
        [1_000, '213.4'],
        [1_010, '213.4'],
        [1_020, '213.4'],
      ],
      [[1_000_000, 213.4]],
    ],
    [
      'again when it changes, and when it comes back',
      [
        [1_020, '180'],
        [1_000, '213'],
        [1_010, '213'],
        [1_200, '180'],
      ],
      [
        [1_000_000, 213],
        [1_020_000, 180],
        [1_200_000, 180],
      ],
    ],
    ['not where it is no number', [[1_000, 'NaN']], []],
  ])('%s', async (_what, values, told) => {
    const { read } = await promQl(matrix(...values));
    expect(await read()).toEqual(
      told.map(([timestampMs, value]) => ({
        type: 'scaling-report',
        seenAtMs: 5,
        metric: 'E2EScalingLatency',
        timestampMs,
        value,
        labels: LABELS,
      })),
    );
  });
});

describe('a refusal is classified as any other', () => {
  test.each<[string, unknown, number, string, RegExp]>([
    ["AWS's own", { __type: 'AccessDeniedException', message: 'no' }, 403, 'denied', /no/],
    ['of PromQL', { errorType: 'bad_data', error: 'parse' }, 400, 'invalid', /bad_data: parse/],
    ['no JSON at all', '<html>', 503, 'server', /HTTP 503/],
    ['JSON that ends in the middle', '{"data":', 200, 'server', /JSON/],
  ])('%s', async (_what, body, status, kind, message) => {
    const { read } = await promQl(body, status);
    const failure = await read().then(() => null, toFailure);
    expect(failure).toMatchObject({ kind, message: expect.stringMatching(message) });
  });
});

test('a failure is a gap, and everything else settles without it', async () => {
  const aws = await smallAws();
  aws.spoil = (operation, response) =>
    operation === '' && Boolean(response.writeHead(404).end('{"__type":"UnknownOperation"}'));
  const { collector, of } = collect(aws.url, {
    watch: { periodSeconds: 0.4, scalingReports: true },
    maxSeconds: 30,
  });
  await collector.start();
  await eventually(() => expect(of('gap')[0]).toMatchObject({ api: 'QueryMetrics' }));
  await collector.settle(never);
  expect(of('collector').at(-1)).toMatchObject({ note: 'CloudWatch has no datapoint of the run' });
});
