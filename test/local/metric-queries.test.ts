/** Metric math and extended statistics, as the AWS SDK asks for them. */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { variantDimensions } from '../../src/simulation/identity.ts';
import { IDENTITY } from '../simulation/virtual.ts';
import { allVisible, predict, start } from './running.ts';

const standIn = await start();
const cloudWatch = new CloudWatchClient({
  endpoint: standIn.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});
const Dimensions = variantDimensions(IDENTITY);
const metric = (Id: string, MetricName: string, Stat: string): MetricDataQuery => ({
  Id,
  MetricStat: { Metric: { Namespace: 'AWS/SageMaker', MetricName, Dimensions }, Period: 600, Stat },
});
const TIMES = {
  StartTime: new Date(Date.now() - 3_600_000),
  EndTime: new Date(Date.now() + 3_600_000),
};
const ask = async (...MetricDataQueries: MetricDataQuery[]) => {
  const command = new GetMetricDataCommand({ MetricDataQueries, ...TIMES });
  const { MetricDataResults } = await cloudWatch.send(command);
  return Object.fromEntries(
    MetricDataResults!.map(({ Id, Values }) => [Id, Values!.reduce((a, b) => a + b, 0)]),
  );
};

test('an expression computes from queries that are not shown', async () => {
  await Promise.all([predict(standIn), predict(standIn), predict(standIn)]);
  await allVisible(standIn);
  const sent = { ...metric('sent', 'Invocations', 'Sum'), ReturnData: false };
  const results = await ask({ Id: 'perSecond', Expression: 'sent / 600' }, sent);
  expect(results).toEqual({ perSecond: 3 / 600 });
});

test('a latency has percentiles between its minimum and maximum, a count has none', async () => {
  const { low, median, p99, high } = await ask(
    metric('low', 'ModelLatency', 'Minimum'),
    metric('median', 'ModelLatency', 'p50'),
    metric('p99', 'ModelLatency', 'p99'),
    metric('high', 'ModelLatency', 'Maximum'),
  );
  expect([low, median, p99, high].toSorted((a, b) => a! - b!)).toEqual([low, median, p99, high]);
  expect(low).toBeGreaterThan(0);
  expect(await ask(metric('q', 'Invocations', 'p99'))).toEqual({ q: 0 });
});

test('extended statistics come beside the others', async () => {
  const { Datapoints } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/SageMaker',
      MetricName: 'ModelLatency',
      Dimensions,
      ...TIMES,
      Period: 600,
      Statistics: ['Maximum'],
      ExtendedStatistics: ['p100'],
    }),
  );
  const [point] = Datapoints!;
  expect(point!.ExtendedStatistics!.p100).toBeCloseTo(point!.Maximum!, -5);
});

test.each([
  ['sent +', 'it ends too early'],
  ['SUM(METRICS())', 'the function SUM is not simulated'],
  ['e1 + 1', 'it refers to itself'],
  ['1 + 1', 'it is a number, not a time series'],
])('the expression %s is refused: %s', async (Expression, problem) => {
  const sent = metric('sent', 'Invocations', 'Sum');
  await expect(ask({ Id: 'e1', Expression }, sent)).rejects.toMatchObject({
    message: `Error in expression 'e1': ${problem}.`,
  });
});
