import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { Collector } from '../../src/collector/collector.ts';
import { watchSchema } from '../../src/scenario/schema.ts';
import { collect, eventually, never } from './collecting.ts';
import { awsError, metricResults, reply, type SmallAws, smallAws } from './small-aws.ts';

/** Short enough for a datapoint to become final within a test. */
const PERIOD_SECONDS = 0.4;
const PERIOD_MS = PERIOD_SECONDS * 1_000;
const FAST = { watch: { periodSeconds: PERIOD_SECONDS } };

/**
 * The start of the period so many periods ago, by AWS's clock. Two and three are in the window of the
 * very first poll, which knows that clock to half a second only.
 */
function periodsAgo(periods: number, aws: SmallAws): number {
  const current = lookedAt.get(aws) ?? Math.floor((Date.now() + aws.skewMs) / PERIOD_MS);
  lookedAt.set(aws, current);
  return (current - periods) * PERIOD_MS;
}

/** The period of a test's first look at the clock: between two looks another may begin, and two points be of one. */
const lookedAt = new WeakMap<SmallAws, number>();

const hang = (): true => true;
const malformed = (response: ServerResponse): true =>
  Boolean(response.writeHead(200).end('{"MetricDataRes')) as true;
const reset = (response: ServerResponse): true =>
  Boolean(response.socket?.resetAndDestroy()) as true;

const FAULTS: [what: string, spoil: (response: ServerResponse) => true, kind: string][] = [
  ['throttling', (response) => awsError(response, 400, 'ThrottlingException'), 'throttled'],
  ['denied access', (response) => awsError(response, 400, 'AccessDeniedException'), 'denied'],
  ['expired credentials', (response) => awsError(response, 403, 'ExpiredTokenException'), 'denied'],
  ['errors of the server', (response) => awsError(response, 500, 'InternalFailure'), 'server'],
  ['malformed JSON', malformed, 'server'],
  ['calls that hang', hang, 'unreachable'],
  ['connections that are reset', reset, 'unreachable'],
];

describe('GetMetricData temporarily returns', () => {
  test.each(FAULTS)('%s: a gap says so, and nothing before it is lost', async (_, spoil, kind) => {
    const aws = await smallAws();
    const { collector, of, setPatience } = collect(aws.url, FAST);
    const first = { atMs: periodsAgo(2, aws), value: 10 };
    aws.points = [first];
    await collector.start();
    expect(of('datapoint')).toMatchObject([{ value: 10, timestampMs: first.atMs }]);
    aws.spoil = (operation, response) => operation === 'GetMetricData' && spoil(response);
    if (spoil === hang) setPatience(150);
    await eventually(() => expect(of('gap')).not.toEqual([]));
    const polls = of('endpoint').length;
    // What is published meanwhile is there when the answers are back.
    aws.points = [first, { atMs: periodsAgo(0, aws), value: 20 }];
    // The other APIs are polled all the while.
    await eventually(() => expect(of('endpoint').length).toBeGreaterThan(polls));
    aws.spoil = () => false;
    setPatience(5_000);
    await eventually(() => expect(of('datapoint').some(({ value }) => value === 20)).toBe(true));
    expect(new Set(of('gap').map(({ api }) => api))).toEqual(new Set(['GetMetricData']));
    expect(new Set(of('gap').map((gap) => gap.kind))).toEqual(new Set([kind]));
    expect(of('datapoint').every(({ revision }) => revision === 0)).toBe(true);
    await collector.stop();
  });
});

test('DescribeEndpoint alone denied: its gap, and everything else is collected and settles', async () => {
  const aws = await smallAws();
  const { collector, of } = collect(aws.url, FAST);
  aws.spoil = (operation, response) =>
    operation === 'DescribeEndpoint' && awsError(response, 400, 'AccessDeniedException');
  const failure = await collector.start();
  expect(failure).toMatchObject({ kind: 'denied', attempts: 1 });
  aws.points = [-1, 0, 1, 2].map((ago) => ({ atMs: periodsAgo(ago, aws), value: 7 }));
  await collector.settle(never);
  expect(of('collector').at(-1)).toMatchObject({ state: 'settled' });
  expect(of('endpoint')).toEqual([]);
  expect(new Set(of('gap').map(({ kind }) => kind))).toEqual(new Set(['denied']));
  expect(of('gap').some(({ api }) => api === 'GetMetricData')).toBe(false);
});

test('AWS gone and back: every API has a gap and resumes', async () => {
  const aws = await smallAws();
  const { collector, of } = collect(aws.url, FAST);
  aws.points = [{ atMs: periodsAgo(1, aws), value: 1 }];
  await collector.start();
  aws.spoil = (_operation, response) => reset(response);
  const polled = ['DescribeEndpoint', 'GetMetricData', 'DescribeScalingActivities'];
  await eventually(() =>
    expect(of('gap').map(({ api }) => api)).toEqual(expect.arrayContaining(polled)),
  );
  const before = of('endpoint').length;
  aws.points = [...aws.points, { atMs: periodsAgo(0, aws), value: 2 }];
  aws.spoil = () => false;
  await eventually(() => {
    expect(of('endpoint').length).toBeGreaterThan(before);
    expect(of('datapoint').some(({ value }) => value === 2)).toBe(true);
  });
});

test('PartialData: keeps what was returned, records a gap, and requests the rest again', async () => {
  const aws = await smallAws();
  const { collector, of } = collect(aws.url, FAST);
  const points = [3, 2, 1].map((ago) => ({ atMs: periodsAgo(ago, aws), value: ago }));
  aws.points = points;
  aws.spoil = (operation, response, input) =>
    operation === 'GetMetricData' &&
    reply(response, { MetricDataResults: metricResults(input, points.slice(0, 1), 'PartialData') });
  await collector.start();
  expect(of('datapoint').map(({ value }) => value)).toEqual([3]);
  expect(of('gap')).toMatchObject([{ api: 'GetMetricData', kind: 'server' }]);
  aws.spoil = () => false;
  await eventually(() =>
    expect(of('datapoint').map(({ value }) => value)).toEqual(expect.arrayContaining([1, 2, 3])),
  );
});

test('handles datapoints out of order', async () => {
  const aws = await smallAws();
  const { collector, of } = collect(aws.url, FAST);
  aws.points = [1, 3, 0, 2].map((ago) => ({ atMs: periodsAgo(ago, aws), value: ago }));
  await collector.start();
  await eventually(() => {
    const final = of('datapoint').filter((each) => each.final);
    expect(new Set(final.map(({ timestampMs, value }) => `${timestampMs} ${value}`))).toEqual(
      new Set(aws.points.map(({ atMs, value }) => `${atMs} ${value}`)),
    );
  });
  expect(of('datapoint').every(({ revision }) => revision === 0)).toBe(true);
});

test('a datapoint that is revised, becomes final and is revised again has a line for each', async () => {
  const aws = await smallAws();
  const { collector, of } = collect(aws.url, FAST);
  const atMs = periodsAgo(2, aws);
  aws.points = [{ atMs, value: 1 }];
  await collector.start();
  aws.points = [{ atMs, value: 2 }];
  await eventually(() => expect(of('datapoint').at(-1)).toMatchObject({ value: 2, final: true }));
  aws.points = [{ atMs, value: 3 }];
  await eventually(() => expect(of('datapoint').at(-1)).toMatchObject({ value: 3, final: true }));
  const lines = of('datapoint').map(({ value, revision, final }) => [value, revision, final]);
  expect(lines).toEqual([
    [1, 0, false],
    [2, 1, false],
    [2, 1, true],
    [3, 2, false],
    [3, 2, true],
  ]);
});

test('fetches a datapoint that is many periods late', async () => {
  const aws = await smallAws();
  const { collector, of } = collect(aws.url, FAST);
  const late = { atMs: periodsAgo(1, aws), value: 42 };
  aws.points = [{ atMs: periodsAgo(2, aws), value: 1 }];
  await collector.start();
  // Everything known is final by then, and the last polls were about later periods.
  await eventually(() => {
    expect(Date.now()).toBeGreaterThan(late.atMs + 8 * PERIOD_MS);
    expect(of('datapoint').at(-1)).toMatchObject({ value: 1, final: true });
  });
  aws.points = [...aws.points, late];
  await eventually(() => expect(of('datapoint').at(-1)).toMatchObject({ value: 42, final: true }));
});

test.each([90_000, -90_000])(
  "with AWS %d ms off, the first poll requests AWS's periods",
  async (skewMs) => {
    const aws = await smallAws();
    const { collector, of } = collect(aws.url, FAST);
    aws.skewMs = skewMs;
    const atMs = periodsAgo(2, aws);
    aws.points = [{ atMs, value: 5 }];
    await collector.start();
    const [first] = aws.metricCalls;
    const awsNowMs = Date.now() + skewMs;
    // Half the skew is far more than what is not known of it, and than any delay of this machine.
    expect(Math.abs(first!.EndTime * 1_000 - awsNowMs)).toBeLessThan(45_000);
    expect(first!.StartTime * 1_000).toBeLessThanOrEqual(aws.points[0]!.atMs);
    expect(of('datapoint')).toMatchObject([{ value: 5 }]);
    // Final by AWS's clock, give or take what is not known of it.
    await eventually(() => expect(of('datapoint').at(-1)!.final).toBe(true));
    const finalMs = of('datapoint').at(-1)!.seenAtMs + skewMs;
    expect(finalMs).toBeGreaterThan(atMs + 4 * PERIOD_MS - 1_000);
  },
);

test('gives up on endless pages, and retries at the next poll', async () => {
  const aws = await smallAws();
  const { collector, of } = collect(aws.url, FAST);
  let endless = true;
  aws.spoil = (operation, response, input) =>
    operation === 'GetMetricData' &&
    endless &&
    reply(response, {
      MetricDataResults: metricResults(input, aws.points),
      NextToken: String(Number(input.NextToken ?? 0) + 1),
    });
  await collector.start();
  expect(of('gap')).toMatchObject([{ api: 'GetMetricData', kind: 'invalid' }]);
  expect(aws.metricCalls).toHaveLength(50);
  endless = false;
  aws.points = [{ atMs: periodsAgo(0, aws), value: 1 }];
  await eventually(() => expect(of('datapoint')).not.toEqual([]));
});

test('ends settling early when no datapoint ever arrives', async () => {
  const aws = await smallAws();
  const { collector, of } = collect(aws.url, { ...FAST, maxSeconds: 600 });
  await collector.start();
  await collector.settle(never);
  expect(of('collector').at(-1)).toMatchObject({
    state: 'stopped',
    note: 'CloudWatch has no datapoint of the run',
  });
});

test('does not wait for a scale-in of a variant without scaling', async () => {
  const aws = await smallAws();
  const { collector, of } = collect(aws.url, { ...FAST, maxSeconds: 600, untilScaleIn: true });
  await collector.start();
  aws.points = [-1, 0, 1].map((ago) => ({ atMs: periodsAgo(ago, aws), value: 7 }));
  await collector.settle(never);
  expect(of('collector').at(-1)).toMatchObject({ state: 'settled' });
});

test('stops watching with the reason when the record cannot be written', async () => {
  const aws = await smallAws();
  let isFull = false;
  const collector = new Collector({
    watch: watchSchema.parse({
      endpointName: 'wine',
      endpointUrl: aws.url,
      pollSeconds: 0.2,
      metricPollSeconds: 0.2,
    }),
    settle: { maxSeconds: 600, untilScaleIn: false },
    write: () => {
      if (isFull) throw new Error('no space left');
    },
    now: Date.now,
    random: () => 0,
  });
  await collector.start();
  isFull = true;
  await expect(collector.settle(never)).rejects.toThrow('no space left');
  await collector.stop();
});
