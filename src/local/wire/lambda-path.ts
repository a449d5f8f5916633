/** Maps a method and path of Lambda's API to the operation and function name. */

export type LambdaOperation =
  | 'Invoke'
  | 'GetFunctionConcurrency'
  | 'GetFunctionConfiguration'
  | 'ListProvisionedConcurrencyConfigs'
  | 'GetAccountSettings';

export interface LambdaCall {
  readonly operation: LambdaOperation;
  /** Function name or ARN from the path, still encoded; '' if there is none. */
  readonly encodedName: string;
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
  {
    operation: 'ListProvisionedConcurrencyConfigs',
    method: 'GET',
    path: /^\/2019-09-30\/functions\/([^/]+)\/provisioned-concurrency$/,
  },
  { operation: 'GetAccountSettings', method: 'GET', path: /^\/2016-08-19\/account-settings\/?()$/ },
];

/** @returns undefined when this is not a Lambda API call */
export function lambdaCall(method: string | undefined, path: string): LambdaCall | undefined {
  for (const each of PATHS) {
    const match = each.method === method ? each.path.exec(path) : null;
    if (match) return { operation: each.operation, encodedName: match[1]! };
  }
  return undefined;
}
