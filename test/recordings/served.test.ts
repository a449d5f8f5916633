/** A recording behind the stand-in's wire protocols, asked by real clients. */
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRecordedStandIn } from '../../src/local/recorded/recorded-stand-in.ts';
import type { LoopbackServer } from '../../src/local/wire/server.ts';
import type { Exchange, WholeRecording } from '../../src/recordings/recording.ts';
import { SIGNED } from '../local/running.ts';

/** A whole minute; the stand-in moves times by whole minutes. */
const STARTED_MS = 1_741_600_800_000;
const STARTED_S = STARTED_MS / 1_000;

const METRIC = {
  Metric: {
    Namespace: 'AWS/SageMaker',
    MetricName: 'Invocations',
    Dimensions: [{ Name: 'EndpointName', Value: 'endpoint-1' }],
  },
  Period: 60,
  Stat: 'Sum',
};

function exchange(service: string, operation: string, input: object, told: object): Exchange {
  const outcome = 'status' in told ? { answer: null, error: told } : { answer: told, error: null };
  return { atMs: 0, durationMs: 0, service, operation, input, ...outcome } as unknown as Exchange;
}

const RECORDING: WholeRecording = {
  recording: {
    ...{ schemaVersion: 1, scaleproof: 'test', from: 'aws', startedAtMs: STARTED_MS, lengthMs: 1 },
    ...{ clockOffsetMs: 0, timeCompression: null, exchanges: 4, replaced: {} },
    watch: {
      ...{ endpointName: 'endpoint-1', variantName: 'variant-1', region: 'us-east-1' },
      ...{ periodSeconds: 60, pollSeconds: 5, metricPollSeconds: 15 },
    },
  },
  exchanges: [
    exchange(
      'sagemaker',
      'DescribeEndpoint',
      { EndpointName: 'endpoint-1' },
      {
        EndpointName: 'endpoint-1',
        EndpointStatus: 'InService',
        CreationTime: STARTED_S - 60,
      },
    ),
    exchange(
      'cloudwatch',
      'DescribeAlarms',
      { AlarmNames: ['b', 'a'] },
      {
        status: 400,
        code: 'ThrottlingException',
        queryCode: 'Throttling',
        message: 'Rate exceeded',
      },
    ),
    exchange(
      'cloudwatch',
      'GetMetricData',
      { MetricDataQueries: [{ Id: 'm7', MetricStat: METRIC }], StartTime: 1, EndTime: 2 },
      {
        MetricDataResults: [
          { Id: 'm7', Timestamps: [STARTED_S - 120, STARTED_S - 60], Values: [3, 4] },
        ],
      },
    ),
    exchange(
      'lambda',
      'GetFunctionConcurrency',
      { FunctionName: 'function-1' },
      {
        ReservedConcurrentExecutions: 9,
      },
    ),
  ],
};

let server: LoopbackServer;
let startMs: number;
beforeAll(async () => {
  startMs = Date.now();
  server = await startRecordedStandIn(RECORDING, 0);
});
afterAll(() => server.close());

const configuration = () => ({
  endpoint: server.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});

test('JSON: times are moved to now, by whole minutes', async () => {
  const client = new SageMakerClient(configuration());
  const answer = await client.send(new DescribeEndpointCommand({ EndpointName: 'endpoint-1' }));
  client.destroy();
  expect(answer.EndpointStatus).toBe('InService');
  const createdMs = answer.CreationTime!.getTime();
  expect(createdMs % 60_000).toBe(0);
  expect(startMs - createdMs).toBeGreaterThanOrEqual(60_000);
  expect(startMs - createdMs).toBeLessThan(180_000);
});

test('an error comes back under the name that each protocol gives it', async () => {
  const client = new CloudWatchClient(configuration());
  const sent = client.send(new DescribeAlarmsCommand({ AlarmNames: ['a', 'b'] }));
  await expect(sent).rejects.toMatchObject({ message: 'Rate exceeded', name: 'Throttling' });
  client.destroy();
  const { status, text } = await query(
    'Action=DescribeAlarms&AlarmNames.member.1=b&AlarmNames.member.2=a',
  );
  expect(status).toBe(400);
  expect(text).toContain('<Code>Throttling</Code><Message>Rate exceeded</Message>');
});

test('metrics are told for any window and any id', async () => {
  const client = new CloudWatchClient(configuration());
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: [
        { Id: 'mine', MetricStat: METRIC },
        { Id: 'other', MetricStat: { ...METRIC, Stat: 'Maximum' } },
      ],
      StartTime: new Date(startMs - 3_600_000),
      EndTime: new Date(startMs),
      ScanBy: 'TimestampAscending',
    }),
  );
  client.destroy();
  expect(MetricDataResults?.map(({ Id, Values }) => [Id, Values])).toEqual([
    ['mine', [3, 4]],
    ['other', []],
  ]);
});

test('the Query protocol: the same as XML', async () => {
  const metric =
    'MetricDataQueries.member.1.Id=x&MetricDataQueries.member.1.MetricStat.Stat=Sum' +
    '&MetricDataQueries.member.1.MetricStat.Period=60' +
    '&MetricDataQueries.member.1.MetricStat.Metric.Namespace=AWS/SageMaker' +
    '&MetricDataQueries.member.1.MetricStat.Metric.MetricName=Invocations' +
    '&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name=EndpointName' +
    '&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value=endpoint-1';
  const from = new Date(startMs - 3_600_000).toISOString();
  const to = new Date(startMs).toISOString();
  const { status, text } = await query(
    `Action=GetMetricData&StartTime=${from}&EndTime=${to}&${metric}`,
  );
  expect(status).toBe(200);
  expect(text).toContain('<Values><member>4</member><member>3</member></Values>');
  expect(text).toMatch(/<Timestamps><member>20\d\d-\d\d-\d\dT\d\d:\d\d:00\.000Z<\/member>/);
});

test('Lambda: an operation is a path', async () => {
  const client = new LambdaClient(configuration());
  const answer = await client.send(
    new GetFunctionConcurrencyCommand({ FunctionName: 'function-1' }),
  );
  client.destroy();
  expect(answer.ReservedConcurrentExecutions).toBe(9);
});

test('what was not recorded is said to be missing', async () => {
  const client = new SageMakerClient(configuration());
  const sent = client.send(new DescribeEndpointCommand({ EndpointName: 'mine' }));
  await expect(sent).rejects.toMatchObject({
    name: 'NotRecordedException',
    message:
      'The recording has DescribeEndpoint, but with 1 other input only; ask as `scaleproof record` did, with the names in recording.json.',
  });
  client.destroy();
  const prediction = await fetch(`${server.url}/DummyStage/DT`, {
    method: 'POST',
    headers: { authorization: SIGNED },
    body: '{}',
  });
  expect(prediction.status).toBe(404);
  expect(await prediction.text()).toContain('for predictions run the stand-in without --recording');
});

async function query(body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: SIGNED },
    body,
  });
  return { status: response.status, text: await response.text() };
}
