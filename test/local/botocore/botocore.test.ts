/** Every operation of the stand-in, called through boto3 and held against botocore's service models. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { autoscaling } from '../../../src/local/services/autoscaling.ts';
import { cloudwatch } from '../../../src/local/services/cloudwatch.ts';
import { pricing } from '../../../src/local/services/pricing.ts';
import { sagemaker } from '../../../src/local/services/sagemaker.ts';
import { serviceQuotas } from '../../../src/local/services/service-quotas.ts';
import { sts } from '../../../src/local/services/sts.ts';
import { LAMBDA_OPERATIONS } from '../../../src/local/wire/lambda-path.ts';
import { hasBoto3, hasPythonModule, PEERS_PYTHON, PYTHON } from '../../peers.ts';
import { allVisible, predict, ROW, start } from '../running.ts';
import { type ApiCall, CALLS, COMPONENT_CALLS, POOL_CALLS } from './calls.ts';

interface Result {
  readonly call: string;
  readonly problems: readonly string[];
  readonly error: string | null;
  readonly body: string;
}

const REGION = 'eu-central-1';
const withBoto3 = hasBoto3();

async function validate(
  url: string,
  calls: readonly ApiCall[],
  interpreter = PYTHON,
): Promise<Result[]> {
  const python = spawn(interpreter, ['test/local/botocore/validate.py'], {
    env: {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  python.stdin.end(JSON.stringify({ url, region: REGION, calls }));
  return JSON.parse(await text(python.stdout)) as Result[];
}

const wrongOf = (results: readonly Result[]) =>
  results.flatMap(({ call, problems, error }) =>
    problems.length > 0 || error !== null ? [{ call, problems, error }] : [],
  );

/** Every operation that the stand-in plays, as `service Operation`. */
const PLAYED = Object.entries({
  'application-autoscaling': autoscaling,
  cloudwatch,
  pricing,
  sagemaker,
  'service-quotas': serviceQuotas,
  sts,
})
  .flatMap(([service, operations]) => Object.keys(operations).map((name) => `${service} ${name}`))
  .concat(
    LAMBDA_OPERATIONS.map((name) => `lambda ${name}`),
    'sagemaker-runtime InvokeEndpoint',
  );

test('the calls cover every operation that the stand-in plays', () => {
  const called = new Set(
    [...CALLS, ...COMPONENT_CALLS].map(([service, operation]) => `${service} ${operation}`),
  );
  expect([...called].toSorted()).toEqual(PLAYED.toSorted());
});

describe.each([
  { kind: 'an endpoint', system: 'wine', reservedConcurrency: undefined },
  { kind: 'a pipeline', system: 'car', reservedConcurrency: undefined },
  { kind: 'a function that is invoked directly', system: 'dog-a', reservedConcurrency: 5 },
])('$kind', ({ system, reservedConcurrency }) => {
  test('answers every operation as its model says', async ({ skip }) => {
    if (!withBoto3) skip(`${PYTHON} with boto3 is not installed`);
    const lambda = { reservedConcurrency, provisionedConcurrency: 3 };
    const standIn = await start({ lambda }, { system, functionName: `${system}:live` });
    if (system === 'wine') await predict(standIn);
    await allVisible(standIn);
    const fill = (parameters: object) =>
      JSON.parse(
        JSON.stringify(parameters).replaceAll('$SYSTEM', system).replaceAll('$ROW', ROW),
      ) as object;
    const calls = CALLS.filter(
      ([service]) => system === 'wine' || service !== 'sagemaker-runtime',
    ).map(([service, name, parameters]): ApiCall => [service, name, fill(parameters)]);
    const results = await validate(standIn.url, calls);
    expect(wrongOf(results)).toEqual([]);
    // An ARN's fourth part is the Region; IAM's have none.
    const regions = results.flatMap(({ body }) =>
      [...body.matchAll(/arn:aws:(?!iam)[\w-]+:([\w-]*):/g)].map(([, region]) => region),
    );
    expect(new Set(regions)).toEqual(new Set([REGION]));
  });
});

/** A distribution's boto3 may be older than inference components. */
test('an inference component answers as the models say', async ({ skip }) => {
  if (!hasPythonModule('boto3')) skip(`${PEERS_PYTHON} with boto3 is not installed`);
  // Ten seconds are one, which is a period that clients can say.
  const standIn = await start({
    timeCompression: 10,
    component: { name: 'wine-component', wakeUp: true, minInstances: 0 },
  });
  const calls = COMPONENT_CALLS.map(([service, name, parameters]): ApiCall => {
    const filled = JSON.stringify(parameters).replaceAll('$ROW', ROW);
    return [service, name, JSON.parse(filled) as object];
  });
  const results = await validate(standIn.url, calls, PEERS_PYTHON);
  expect(wrongOf(results)).toEqual([]);
  const described = results.filter(({ call }) => call.includes('DescribeEndpoint'));
  expect(described.at(-1)!.body).toContain('"DesiredInstanceCount":3');
});

/** A distribution's boto3 may be older than both. */
test('pools and enhanced metrics are described as the models say', async ({ skip }) => {
  if (!hasPythonModule('boto3')) skip(`${PEERS_PYTHON} with boto3 is not installed`);
  const standIn = await start({
    ...{ timeCompression: 1, initialInstances: 2, routing: 'least-outstanding' },
    metrics: { enhanced: true, publishSeconds: 10, detailedObservability: true },
    pools: [
      { instanceType: 'ml.m5.large', priority: 1, available: 2 },
      { instanceType: 'ml.c5.large', priority: 2 },
    ],
    stepPolicy: { threshold: 1000, adjustment: 1 },
    scheduledActions: [{ name: 'morning', atSeconds: 3600, minCapacity: 2 }],
  });
  const results = await validate(standIn.url, POOL_CALLS, PEERS_PYTHON);
  expect(wrongOf(results)).toEqual([]);
  const bodies = results.map(({ body }) => body).join('\n');
  for (const member of ['InstancePools', 'MetricsConfig', 'StatusMessage', 'InstanceId']) {
    expect(bodies).toContain(member);
  }
});

test('the validation finds what is wrong', async ({ skip }) => {
  if (!withBoto3) skip(`${PYTHON} with boto3 is not installed`);
  const { createServer } = await import('node:http');
  const server = createServer((_request, response) =>
    response.end('{"EndpointName":5,"Colour":"red","EndpointStatus":"Asleep","CreationTime":null}'),
  );
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const results = await validate(`http://127.0.0.1:${port}`, [
    ['sagemaker', 'DescribeEndpoint', { EndpointName: 'wine' }],
  ]);
  server.close();
  // Other members are required, too, by one botocore or another.
  expect(results[0]!.problems).toEqual(
    expect.arrayContaining([
      'DescribeEndpoint.EndpointName is 5, not a string',
      'DescribeEndpoint.Colour is not in the model',
      expect.stringContaining("DescribeEndpoint.EndpointStatus is 'Asleep', not one of"),
      'DescribeEndpoint.CreationTime is null',
      'DescribeEndpoint.EndpointArn is missing',
      'DescribeEndpoint.LastModifiedTime is missing',
    ]),
  );
});
