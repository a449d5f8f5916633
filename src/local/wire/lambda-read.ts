/** Lambda's read-only operations on the function and the account. */
import { ACCOUNT } from '../../simulation/identity.ts';
import { ACCOUNT_CONCURRENCY, type LambdaFunction } from '../../simulation/lambda-function.ts';
import type { Call } from '../services/service.ts';
import { AwsError } from './aws-error.ts';
import type { Reply } from './aws-json.ts';
import { functionName, functionNotFound } from './lambda-api.ts';
import type { LambdaCall } from './lambda-path.ts';

/** @throws AwsError for an unknown function */
export function readFunction(
  { operation, encodedName }: LambdaCall,
  lambda: LambdaFunction,
  query: URLSearchParams,
  call: Call,
): Reply {
  if (operation === 'GetAccountSettings') return reply(accountSettings(lambda));
  const name = functionName(encodedName);
  if (name !== lambda.name) throw functionNotFound(name);
  const arn = `arn:aws:lambda:${call.simulation.identity.region}:${ACCOUNT}:function:${name}`;
  switch (operation) {
    case 'GetFunctionConcurrency':
      return reply(reserved(lambda));
    case 'GetFunctionConfiguration':
      return reply(configuration(lambda, arn, call));
    case 'ListProvisionedConcurrencyConfigs':
      if (query.get('List') !== 'ALL') throw missingList();
      return reply({ ProvisionedConcurrencyConfigs: provisioned(lambda, arn, call) });
    case 'Invoke':
      throw new TypeError('Invoke is not a read-only operation.');
  }
}

const reply = (body: object): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Empty for a function without reserved concurrency. */
function reserved({ settings }: LambdaFunction): object {
  const { concurrency } = settings;
  return Number.isFinite(concurrency) ? { ReservedConcurrentExecutions: concurrency } : {};
}

function provisioned({ settings, version }: LambdaFunction, arn: string, call: Call): object[] {
  const { provisioned: count } = settings;
  if (count === 0) return [];
  return [
    {
      // $LATEST cannot have provisioned concurrency, so assume version 1 when the name has none.
      FunctionArn: `${arn}:${version ?? '1'}`,
      RequestedProvisionedConcurrentExecutions: count,
      AvailableProvisionedConcurrentExecutions: count,
      AllocatedProvisionedConcurrentExecutions: count,
      Status: 'READY',
      LastModified: lastModified(call),
    },
  ];
}

function configuration({ name, version }: LambdaFunction, arn: string, call: Call): object {
  return {
    FunctionName: name,
    FunctionArn: version === undefined ? arn : `${arn}:${version}`,
    Runtime: 'python3.13',
    Role: `arn:aws:iam::${ACCOUNT}:role/service-role/${name}`,
    Handler: 'lambda_function.lambda_handler',
    CodeSize: 1024,
    Description: '',
    Timeout: 60,
    MemorySize: 128,
    LastModified: lastModified(call),
    CodeSha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    Version: version ?? '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
  };
}

function accountSettings({ settings: { concurrency } }: LambdaFunction): object {
  const taken = Number.isFinite(concurrency) ? concurrency : 0;
  return {
    AccountLimit: {
      TotalCodeSize: 80_530_636_800,
      CodeSizeUnzipped: 262_144_000,
      CodeSizeZipped: 52_428_800,
      ConcurrentExecutions: ACCOUNT_CONCURRENCY,
      UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - taken,
    },
    AccountUsage: { TotalCodeSize: 1024, FunctionCount: 1 },
  };
}

/** Lambda writes `+0000` where other services write `Z`. */
function lastModified({ simulation }: Call): string {
  return new Date(simulation.startMs).toISOString().replace('Z', '+0000');
}

function missingList(): AwsError {
  return new AwsError('InvalidParameterValueException', 'The parameter List must be ALL.', {
    members: { Type: 'User' },
  });
}
