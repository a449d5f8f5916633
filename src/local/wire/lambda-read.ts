/** Lambda's read-only operations on the function and the account. */
import { ACCOUNT, functionArn } from '../../simulation/identity.ts';
import { ACCOUNT_CONCURRENCY, type LambdaFunction } from '../../simulation/lambda-function.ts';
import type { Call } from '../services/service.ts';
import { AwsError } from './aws-error.ts';
import type { Reply } from './aws-json.ts';
import type { LambdaCall } from './lambda-path.ts';
import {
  decoded,
  existingVersion,
  invalidParameter,
  namedFunction,
  notFound,
  versionOf,
} from './lambda-qualifier.ts';

/** @throws AwsError for an unknown function, version or alias */
export function readFunction(
  { operation, encodedName, encodedAlias }: LambdaCall,
  lambda: LambdaFunction,
  query: URLSearchParams,
  call: Call,
): Reply {
  if (operation === 'GetAccountSettings') return reply(accountSettings(lambda));
  if (operation === 'ListFunctions') return reply(functions(lambda, query, call));
  const named = namedFunction(encodedName, query.get('Qualifier'));
  existingVersion(named, lambda, () => call.identity);
  const { qualifier } = named;
  switch (operation) {
    case 'GetFunction':
      return reply(whole(lambda, qualifier, call));
    case 'GetFunctionConcurrency':
      return reply(reserved(lambda));
    case 'GetFunctionConfiguration':
      return reply(configuration(lambda, qualifier, call));
    case 'ListVersionsByFunction':
      return reply({ Versions: lambda.versions.map((each) => configuration(lambda, each, call)) });
    case 'ListAliases':
      return reply({ Aliases: aliases(lambda, query.get('FunctionVersion'), call) });
    case 'GetAlias':
      return reply(aliasNamed(decoded(encodedAlias), lambda, call));
    case 'GetProvisionedConcurrencyConfig':
      return reply(provisionedOn(qualifier, lambda, call));
    case 'ListProvisionedConcurrencyConfigs':
      if (query.get('List') !== 'ALL') throw invalidParameter('The parameter List must be ALL.');
      return reply({ ProvisionedConcurrencyConfigs: allProvisioned(lambda, call) });
    case 'Invoke':
      throw new TypeError('Invoke is not a read-only operation.');
  }
}

const reply = (body: object): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

function functions(lambda: LambdaFunction, query: URLSearchParams, call: Call): object {
  const qualifiers = query.get('FunctionVersion') === 'ALL' ? lambda.versions : [undefined];
  return { Functions: qualifiers.map((each) => configuration(lambda, each, call)) };
}

function whole(lambda: LambdaFunction, qualifier: string | undefined, call: Call): object {
  const concurrency = reserved(lambda);
  const { region } = call.identity;
  return {
    Configuration: configuration(lambda, qualifier, call),
    Code: {
      RepositoryType: 'S3',
      // There is no code to download.
      Location: `https://awslambda-${region}-tasks.s3.${region}.amazonaws.com/snapshots/${ACCOUNT}/${lambda.name}`,
    },
    Tags: {},
    ...(Object.keys(concurrency).length > 0 && { Concurrency: concurrency }),
  };
}

/** Empty for a function without reserved concurrency. */
function reserved({ settings }: LambdaFunction): object {
  const { concurrency } = settings;
  return Number.isFinite(concurrency) ? { ReservedConcurrentExecutions: concurrency } : {};
}

function aliases({ name, alias }: LambdaFunction, version: string | null, call: Call): object[] {
  if (!alias || (version ?? alias.version) !== alias.version) return [];
  return [
    {
      AliasArn: functionArn(call.identity, `${name}:${alias.name}`),
      Name: alias.name,
      FunctionVersion: alias.version,
      Description: '',
    },
  ];
}

function aliasNamed(name: string, lambda: LambdaFunction, call: Call): object {
  if (lambda.alias?.name === name) return aliases(lambda, null, call)[0]!;
  throw notFound(`Alias not found: ${functionArn(call.identity, `${lambda.name}:${name}`)}`);
}

function provisionedOn(qualifier: string | undefined, lambda: LambdaFunction, call: Call): object {
  if (qualifier === lambda.provisionedOn && lambda.settings.provisioned > 0) {
    return provisioned(lambda, call);
  }
  throw new AwsError(
    'ProvisionedConcurrencyConfigNotFoundException',
    'No Provisioned Concurrency Config found for this function',
    { status: 404, members: { Type: 'User' } },
  );
}

function allProvisioned(lambda: LambdaFunction, call: Call): object[] {
  if (lambda.settings.provisioned === 0) return [];
  const arn = functionArn(call.identity, `${lambda.name}:${lambda.provisionedOn}`);
  return [{ FunctionArn: arn, ...provisioned(lambda, call) }];
}

function provisioned({ settings: { provisioned: count } }: LambdaFunction, call: Call): object {
  return {
    RequestedProvisionedConcurrentExecutions: count,
    AvailableProvisionedConcurrentExecutions: count,
    AllocatedProvisionedConcurrentExecutions: count,
    Status: 'READY',
    LastModified: lastModified(call),
  };
}

/** @param qualifier one that exists, or undefined for the unqualified function */
function configuration(lambda: LambdaFunction, qualifier: string | undefined, call: Call): object {
  const { name } = lambda;
  const full = qualifier === undefined ? name : `${name}:${qualifier}`;
  return {
    FunctionName: name,
    FunctionArn: functionArn(call.identity, full),
    Runtime: 'python3.13',
    Role: `arn:aws:iam::${ACCOUNT}:role/service-role/${name}`,
    Handler: 'lambda_function.lambda_handler',
    CodeSize: 1024,
    Description: '',
    Timeout: 60,
    MemorySize: 128,
    LastModified: lastModified(call),
    CodeSha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    Version: versionOf(lambda, qualifier),
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
