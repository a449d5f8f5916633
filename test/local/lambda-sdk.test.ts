import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { start } from './running.ts';

const standIn = await start(
  { instance: { serviceTimeMs: 200 }, lambda: { reservedConcurrency: 1 } },
  { system: 'dog-a' },
);
const client = new LambdaClient({
  endpoint: standIn.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});
const invoke = (event: object): Promise<InvokeCommandOutput> =>
  client.send(new InvokeCommand({ FunctionName: 'dog-a', Payload: JSON.stringify(event) }));

test('the SDK reads the payload, a function error and a throttle as those of Lambda', async () => {
  const { StatusCode, FunctionError, Payload } = await invoke({ url: 'https://x.example/1.jpg' });
  expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: undefined });
  expect(JSON.parse(Payload!.transformToString())).toMatchObject({ statusCode: 200 });
  const failed = await invoke({});
  expect(failed.FunctionError).toBe('Unhandled');
  expect(JSON.parse(failed.Payload!.transformToString())).toMatchObject({ errorType: 'KeyError' });
  const answers = await Promise.allSettled(
    [1, 2, 3].map((n) => invoke({ url: `https://x.example/${n}.jpg` })),
  );
  const refused = answers.filter((answer) => answer.status === 'rejected');
  expect(refused).toHaveLength(2);
  expect(refused[0]!.reason).toMatchObject({
    name: 'TooManyRequestsException',
    $metadata: { httpStatusCode: 429 },
  });
});
