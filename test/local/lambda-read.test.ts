/** What Lambda, STS and Service Quotas say to a watcher: through the SDK, boto3 and the `aws` command. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
} from '@aws-sdk/client-lambda';
import {
  GetServiceQuotaCommand,
  ListServiceQuotasCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, describe, expect, test } from 'vitest';
import { startStandIn } from '../../src/local/stand-in.ts';
import { standInSchema } from '../../src/scenario/stand-in-config.ts';
import { AWS, hasBoto3, isInstalled, PYTHON } from '../peers.ts';
import { IDENTITY } from '../simulation/virtual.ts';
import { SIGNED, start } from './running.ts';

const config = standInSchema.parse({
  timeCompression: 60,
  lambda: { reservedConcurrency: 5, provisionedConcurrency: 3, coldStartMs: 40 },
  // Long, so that invocations that are sent together are also executed together.
  instance: { concurrency: 64, serviceTimeMs: 500, serviceTimeSigma: 0 },
});
const dogs = await startStandIn({
  system: 'dog-a',
  config,
  ...IDENTITY,
  functionName: 'dog-a:1',
  port: 0,
});
afterAll(() => dogs.close());
const unbounded = await start({}, { system: 'dog-a' });

const options = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});
const FunctionName = 'dog-a';
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:dog-a';

describe('the SDK', () => {
  const lambda = new LambdaClient(options(dogs.url));
  const free = new LambdaClient(options(unbounded.url));

  test('reads the reserved concurrency, and that there is none', async () => {
    const command = new GetFunctionConcurrencyCommand({ FunctionName });
    expect((await lambda.send(command)).ReservedConcurrentExecutions).toBe(5);
    expect((await free.send(command)).ReservedConcurrentExecutions).toBeUndefined();
  });

  test('reads the provisioned concurrency and what it is on', async () => {
    const command = new ListProvisionedConcurrencyConfigsCommand({ FunctionName });
    const { ProvisionedConcurrencyConfigs } = await lambda.send(command);
    expect(ProvisionedConcurrencyConfigs).toEqual([
      {
        FunctionArn: `${ARN}:1`,
        RequestedProvisionedConcurrentExecutions: 3,
        AvailableProvisionedConcurrentExecutions: 3,
        AllocatedProvisionedConcurrentExecutions: 3,
        Status: 'READY',
        LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\+0000$/),
      },
    ]);
    expect((await free.send(command)).ProvisionedConcurrencyConfigs).toEqual([]);
  });

  test('reads the configuration of the function and the limits of the account', async () => {
    const command = new GetFunctionConfigurationCommand({ FunctionName: `${ARN}:1` });
    expect(await lambda.send(command)).toMatchObject({
      FunctionName: 'dog-a',
      FunctionArn: `${ARN}:1`,
      Version: '1',
      State: 'Active',
      MemorySize: 128,
      Timeout: 60,
    });
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({
      ConcurrentExecutions: 1000,
      UnreservedConcurrentExecutions: 995,
    });
  });

  test('is told of another function that there is none', async () => {
    const command = new GetFunctionConcurrencyCommand({ FunctionName: 'cats' });
    await expect(lambda.send(command)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('gets the end of the log, with the cold start where there was one', async () => {
    const invoke = async (LogType: 'Tail' | 'None') =>
      lambda.send(
        new InvokeCommand({
          FunctionName: 'dog-a:1',
          LogType,
          Payload: JSON.stringify({ url: 'https://x.example/1.jpg' }),
        }),
      );
    expect((await invoke('None')).LogResult).toBeUndefined();
    const warm = await invoke('Tail');
    expect(warm.ExecutedVersion).toBe('1');
    const text = Buffer.from(warm.LogResult!, 'base64').toString();
    expect(text).toMatch(
      /^START RequestId: (\S+) Version: 1\nEND RequestId: \1\nREPORT RequestId: \1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\t\n$/,
    );
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => invoke('Tail')));
    const logs = answers.map(({ LogResult }) => Buffer.from(LogResult!, 'base64').toString());
    expect(logs.filter((log) => log.includes('\tInit Duration: 40.00 ms\t'))).toHaveLength(2);
  });

  test('learns who it is and which quotas there are', async () => {
    const { Account, Arn } = await new STSClient(options(dogs.url)).send(
      new GetCallerIdentityCommand({}),
    );
    expect([Account, Arn]).toEqual(['123456789012', 'arn:aws:iam::123456789012:user/local']);
    const quotas = new ServiceQuotasClient(options(dogs.url));
    const list = async (ServiceCode: string) => {
      const { Quotas } = await quotas.send(new ListServiceQuotasCommand({ ServiceCode }));
      return Quotas!.map(({ QuotaName, Value }) => [QuotaName, Value]);
    };
    expect(await list('sagemaker')).toEqual([['ml.m5.xlarge for endpoint usage', 20]]);
    expect(await list('lambda')).toEqual([['Concurrent executions', 1000]]);
    expect(await list('apigateway')).toEqual([
      ['Throttle rate', 10_000],
      ['Throttle burst rate', 5_000],
    ]);
    const one = { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' };
    const { Quota } = await quotas.send(new GetServiceQuotaCommand(one));
    expect(Quota!.Value).toBe(1000);
    const none = new GetServiceQuotaCommand({ ...one, QuotaCode: 'L-00000000' });
    await expect(quotas.send(none)).rejects.toMatchObject({ name: 'NoSuchResourceException' });
  });
});

test('provisioned concurrency is listed only where the list is asked for', async () => {
  const response = await fetch(`${dogs.url}/2019-09-30/functions/dog-a/provisioned-concurrency`, {
    headers: { authorization: SIGNED },
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-errortype')).toBe('InvalidParameterValueException');
});

const execute = promisify(execFile);
const env = {
  PATH: '/usr/bin:/bin',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_PAGER: '',
  AWS_EC2_METADATA_DISABLED: 'true',
};

test('the aws command reads the same', async ({ skip }) => {
  if (!isInstalled(AWS)) skip(`${AWS} is not installed`);
  const aws = async (...words: string[]) => {
    const all = ['--endpoint-url', dogs.url, '--output', 'json', ...words];
    return JSON.parse((await execute(AWS, all, { env })).stdout);
  };
  const named = ['--function-name', 'dog-a'];
  expect(await aws('lambda', 'get-function-concurrency', ...named)).toEqual({
    ReservedConcurrentExecutions: 5,
  });
  const { ProvisionedConcurrencyConfigs } = await aws(
    ...['lambda', 'list-provisioned-concurrency-configs', ...named],
  );
  expect(ProvisionedConcurrencyConfigs).toMatchObject([{ Status: 'READY' }]);
  const configuration = await aws('lambda', 'get-function-configuration', ...named);
  expect(configuration.FunctionName).toBe('dog-a');
  const { AccountLimit } = await aws('lambda', 'get-account-settings');
  expect(AccountLimit.ConcurrentExecutions).toBe(1000);
  expect((await aws('sts', 'get-caller-identity')).Account).toBe('123456789012');
  const quotas = ['service-quotas', 'list-service-quotas', '--service-code', 'sagemaker'];
  expect((await aws(...quotas)).Quotas).toHaveLength(1);
});

const SCRIPT = `
import base64, boto3, json, sys
client = lambda name: boto3.client(name, endpoint_url=sys.argv[1], region_name='us-east-1')
functions = client('lambda')
answer = functions.invoke(FunctionName='dog-a', LogType='Tail', Payload=b'{"url":"https://x.example/1.jpg"}')
print(json.dumps({
    'reserved': functions.get_function_concurrency(FunctionName='dog-a')['ReservedConcurrentExecutions'],
    'provisioned': [c['AllocatedProvisionedConcurrentExecutions'] for c in
        functions.list_provisioned_concurrency_configs(FunctionName='dog-a')['ProvisionedConcurrencyConfigs']],
    'timeout': functions.get_function_configuration(FunctionName='dog-a')['Timeout'],
    'account': functions.get_account_settings()['AccountLimit']['ConcurrentExecutions'],
    'log': base64.b64decode(answer['LogResult']).decode().split()[0],
    'who': client('sts').get_caller_identity()['Account'],
    'quotas': [q['Value'] for q in client('service-quotas').list_service_quotas(ServiceCode='lambda')['Quotas']],
}))
`;

test('boto3 reads the same', async ({ skip }) => {
  if (!hasBoto3()) skip(`${PYTHON} with boto3 is not installed`);
  const { stdout } = await execute(PYTHON, ['-c', SCRIPT, dogs.url], { env });
  expect(JSON.parse(stdout)).toEqual({
    reserved: 5,
    provisioned: [3],
    timeout: 60,
    account: 1000,
    log: 'START',
    who: '123456789012',
    quotas: [1000],
  });
});
