import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, expect, test } from 'vitest';
import { capture } from '../../src/recordings/capture.ts';
import type { Exchange } from '../../src/recordings/recording.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

/** Clients of a server of our own, and what is noted of them. */
async function captured(handler: RequestListener) {
  const server: Server = createServer(handler).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration = { endpoint, region: 'us-east-1', credentials: CREDENTIALS };
  const cloudWatch = new CloudWatchClient(configuration);
  const lambda = new LambdaClient(configuration);
  ends.push(() => {
    cloudWatch.destroy();
    lambda.destroy();
    server.close();
    server.closeAllConnections();
  });
  const exchanges: Exchange[] = [];
  capture([cloudWatch, lambda], Date.now, (exchange) => exchanges.push(exchange));
  return { cloudWatch, lambda, exchanges };
}

function answering(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): RequestListener {
  return (request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers });
    response.end(body);
  };
}

test('members that the SDK does not know survive, and the SDK gets its answer', async () => {
  const body =
    '{"MetricAlarms":[{"AlarmName":"a","StateUpdatedTimestamp":1.5,"OfTomorrow":{"N":1}}]}';
  const { cloudWatch, exchanges } = await captured(answering(200, body));
  const answer = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: ['a'] }));
  expect(answer.MetricAlarms?.[0]?.StateUpdatedTimestamp).toEqual(new Date(1_500));
  expect(exchanges).toEqual([
    {
      atMs: expect.any(Number),
      durationMs: expect.any(Number),
      service: 'cloudwatch',
      operation: 'DescribeAlarms',
      input: { AlarmNames: ['a'] },
      answer: JSON.parse(body),
      error: null,
    },
  ]);
});

test('each attempt is an exchange, with the error as it was named', async () => {
  let calls = 0;
  const { cloudWatch, exchanges } = await captured((request, response) => {
    calls += 1;
    const handler =
      calls === 1
        ? answering(
            400,
            '{"__type":"com.amazonaws#ThrottlingException","message":"Rate exceeded"}',
            {
              'x-amzn-query-error': 'Throttling;Sender',
            },
          )
        : answering(200, '{"MetricAlarms":[]}');
    handler(request, response);
  });
  await cloudWatch.send(new DescribeAlarmsCommand({}));
  expect(exchanges.map(({ answer, error }) => answer ?? error)).toEqual([
    { status: 400, code: 'ThrottlingException', queryCode: 'Throttling', message: 'Rate exceeded' },
    { MetricAlarms: [] },
  ]);
});

test('an error of a REST service is named by its header', async () => {
  const { lambda, exchanges } = await captured(
    answering(404, '{"Type":"User","Message":"Function not found"}', {
      'x-amzn-errortype': 'ResourceNotFoundException:http://internal/',
    }),
  );
  await expect(
    lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: 'dogs' })),
  ).rejects.toThrow();
  expect(exchanges[0]).toMatchObject({
    service: 'lambda',
    operation: 'GetFunctionConcurrency',
    input: { FunctionName: 'dogs' },
    error: { status: 404, code: 'ResourceNotFoundException', message: 'Function not found' },
  });
});

test('what is no JSON is an error of the client, and what does not come has no status', async () => {
  const cut = await captured(answering(200, '{"MetricAl'));
  await expect(cut.cloudWatch.send(new DescribeAlarmsCommand({}))).rejects.toThrow();
  expect(cut.exchanges[0]).toMatchObject({ answer: null, error: { status: 200 } });

  const gone = await captured((request) => request.destroy());
  await expect(gone.cloudWatch.send(new DescribeAlarmsCommand({}))).rejects.toThrow();
  expect(gone.exchanges[0]?.error).toMatchObject({ status: null });
});

test('no credentials and no signature are in it', async () => {
  const { cloudWatch, exchanges } = await captured(answering(200, '{"MetricAlarms":[]}'));
  await cloudWatch.send(new DescribeAlarmsCommand({}));
  expect(JSON.stringify(exchanges)).not.toMatch(/AKIA|Signature|authorization|secret/i);
});
