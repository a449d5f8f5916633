/** Maps a method and path of Lambda's API to the operation and function name. */

export type LambdaOperation =
  | 'Invoke'
  | 'GetFunction'
  | 'GetFunctionConcurrency'
  | 'GetFunctionConfiguration'
  | 'ListFunctions'
  | 'ListVersionsByFunction'
  | 'ListAliases'
  | 'GetAlias'
  | 'GetProvisionedConcurrencyConfig'
  | 'ListProvisionedConcurrencyConfigs'
  | 'GetAccountSettings';

export interface LambdaCall {
  readonly operation: LambdaOperation;
  /** Function name or ARN from the path, still encoded; '' if there is none. */
  readonly encodedName: string;
  /** Alias from the path, still encoded; '' if there is none. */
  readonly encodedAlias: string;
}

const PATHS: readonly { operation: LambdaOperation; method: string; path: RegExp }[] = [
  {
    operation: 'Invoke',
    method: 'POST',
    path: /^\/2015-03-31\/functions\/([^/]+)\/invocations$/,
  },
  {
    operation: 'GetFunctionConcurrency',
    method: 'GET',
    path: /^\/2019-09-30\/functions\/([^/]+)\/concurrency$/,
  },
  {
    operation: 'GetFunctionConfiguration',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)\/configuration$/,
  },
  // The same path serves one of them and, with `List=ALL`, all of them.
  {
    operation: 'GetProvisionedConcurrencyConfig',
    method: 'GET',
    path: /^\/2019-09-30\/functions\/([^/]+)\/provisioned-concurrency$/,
  },
  { operation: 'GetFunction', method: 'GET', path: /^\/2015-03-31\/functions\/([^/]+)$/ },
  { operation: 'ListFunctions', method: 'GET', path: /^\/2015-03-31\/functions\/?()$/ },
  {
    operation: 'ListVersionsByFunction',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)\/versions$/,
  },
  {
    operation: 'ListAliases',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)\/aliases$/,
  },
  {
    operation: 'GetAlias',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)\/aliases\/([^/]+)$/,
  },
  { operation: 'GetAccountSettings', method: 'GET', path: /^\/2016-08-19\/account-settings\/?()$/ },
];

/** Every operation that is played. */
export const LAMBDA_OPERATIONS: readonly LambdaOperation[] = [
  ...PATHS.map(({ operation }) => operation),
  'ListProvisionedConcurrencyConfigs',
];

/** @returns undefined when this is not a Lambda API call */
export function lambdaCall(
  method: string | undefined,
  path: string,
  query: URLSearchParams,
): LambdaCall | undefined {
  for (const each of PATHS) {
    const match = each.method === method ? each.path.exec(path) : null;
    if (!match) continue;
    const [, encodedName = '', encodedAlias = ''] = match;
    const all =
      each.operation === 'GetProvisionedConcurrencyConfig' && query.get('Qualifier') === null;
    const operation = all ? 'ListProvisionedConcurrencyConfigs' : each.operation;
    return { operation, encodedName, encodedAlias };
  }
  return undefined;
}
