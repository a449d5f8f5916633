/** Lambda as scripts call it: versions and aliases, dry runs, events, and functions behind an API. */
import {
  GetAliasCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { ROW, start } from './running.ts';

const clientOf = (endpoint: string) =>
  new LambdaClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
const dogs = clientOf((await start({}, { system: 'dog-a', functionName: 'dog-a:live' })).url);
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:dog-a';
const FunctionName = 'dog-a';
const Payload = JSON.stringify({ url: 'https://x.example/1.jpg' });

describe('versions and aliases', () => {
  test('exist as configured, with ARNs in the Region asked', async () => {
    const { Versions } = await dogs.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions!.map(({ Version, FunctionArn }) => [Version, FunctionArn])).toEqual([
      ['$LATEST', `${ARN}:$LATEST`],
      ['1', `${ARN}:1`],
    ]);
    const alias = await dogs.send(new GetAliasCommand({ FunctionName, Name: 'live' }));
    expect(alias).toMatchObject({ AliasArn: `${ARN}:live`, FunctionVersion: '1' });
    const { Configuration } = await dogs.send(new GetFunctionCommand({ FunctionName }));
    expect(Configuration).toMatchObject({ FunctionArn: ARN, Version: '$LATEST' });
  });

  test.each([
    { Qualifier: undefined, version: '$LATEST' },
    { Qualifier: '1', version: '1' },
    { Qualifier: 'live', version: '1' },
  ])('$Qualifier executes $version', async ({ Qualifier, version }) => {
    const command = new InvokeCommand({ FunctionName, Payload, Qualifier });
    expect((await dogs.send(command)).ExecutedVersion).toBe(version);
  });

  test('others are not found', async () => {
    const missing = (call: Promise<unknown>, message: string) =>
      expect(call).rejects.toMatchObject({ name: 'ResourceNotFoundException', message });
    const invoke = (named: { FunctionName: string; Qualifier?: string }) =>
      dogs.send(new InvokeCommand({ Payload, ...named }));
    await missing(
      invoke({ FunctionName: 'cats' }),
      `Function not found: ${ARN.replace('dog-a', 'cats')}`,
    );
    await missing(invoke({ FunctionName, Qualifier: '7' }), `Function not found: ${ARN}:7`);
    await missing(invoke({ FunctionName: 'dog-a:blue' }), `Function not found: ${ARN}:blue`);
    const alias = dogs.send(new GetAliasCommand({ FunctionName, Name: 'blue' }));
    await missing(alias, `Alias not found: ${ARN}:blue`);
    await expect(invoke({ FunctionName: 'dog-a:1', Qualifier: 'live' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });
});

test('a dry run and an event are answered at once, with no payload', async () => {
  const invoke = (InvocationType: 'DryRun' | 'Event') =>
    dogs.send(new InvokeCommand({ FunctionName, Payload, InvocationType }));
  expect((await invoke('DryRun')).StatusCode).toBe(204);
  const event = await invoke('Event');
  expect([event.StatusCode, event.Payload?.length ?? 0]).toEqual([202, 0]);
});

test('an operation that is not played is named by its method and path', async () => {
  await expect(dogs.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('GET /2015-03-31/functions/dog-a/policy'),
  });
});

describe.each([
  {
    system: 'wine',
    event: { body: ROW },
    payload: { statusCode: 200, body: 'Your Wine class is Cultivar 0' },
    wrong: { body: 5 },
    failure: { statusCode: 500 },
  },
  {
    system: 'iris',
    event: { body: '{"x1":5.1,"x2":3.5,"x3":1.4,"x4":0.2}' },
    payload: { statusCode: 200, body: '{"prediction":0}' },
    wrong: {},
    failure: { errorType: 'KeyError', errorMessage: "'body'" },
  },
  {
    system: 'car',
    event: {
      queryStringParameters: { EndpointName: 'wine', FinalPayload: 'low,low,5more,more,big,high' },
    },
    payload: { statusCode: 200, body: '{"success":"vgood"}' },
    wrong: {},
    failure: { errorType: 'KeyError', errorMessage: "'queryStringParameters'" },
  },
])('the function behind the API of $system', async ({ system, event, payload, wrong, failure }) => {
  const client = clientOf((await start({}, { system })).url);
  const invoke = async (sent: object) => {
    const answer = await client.send(
      new InvokeCommand({ FunctionName: system, Payload: JSON.stringify(sent) }),
    );
    return JSON.parse(Buffer.from(answer.Payload!).toString());
  };

  test('predicts for the event that its API would send', async () => {
    expect(await invoke(event)).toMatchObject(payload);
  });

  test('fails as it would on AWS for any other', async () => {
    expect(await invoke(wrong)).toMatchObject(failure);
  });
});
