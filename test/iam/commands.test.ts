import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ACTIONS_WITHOUT_PERMISSION, ALL_ACTIONS } from '../../src/iam/permissions.ts';
import { WAYS } from '../../src/systems/contract.ts';

/** What IAM calls a service, by the SDK's package. A package that is not here fails the test. */
const PREFIXES: Readonly<Record<string, string>> = {
  'application-auto-scaling': 'application-autoscaling',
  cloudwatch: 'cloudwatch',
  lambda: 'lambda',
  pricing: 'pricing',
  s3: 's3',
  sagemaker: 'sagemaker',
  'service-quotas': 'servicequotas',
  sts: 'sts',
};
/** Operations whose action has another name. */
const RENAMED: Readonly<Record<string, string>> = { 'lambda:Invoke': 'lambda:InvokeFunction' };
/** The load itself is signed by hand, without a client of the SDK. */
const SIGNED_WAYS: Readonly<Record<string, string | null>> = {
  http: null,
  lambda: 'lambda:InvokeFunction',
  sagemaker: 'sagemaker:InvokeEndpoint',
};

/** Reads signed by hand, since no client of the SDK speaks PromQL: the path that src/ asks, and its action. */
const SIGNED_READS: Readonly<Record<string, string>> = {
  '/api/v1/query_range': 'cloudwatch:QueryMetrics',
};

interface Use {
  readonly file: string;
  readonly service: string;
  readonly name: string;
}

const MENTION = /@aws-sdk\/client-/g;
const IMPORT = /import\s+(type\s+)?\{([^}]*)\}\s+from\s+'@aws-sdk\/client-([a-z\d-]+)'/g;

/** Every value that src/ imports of an AWS client. */
function uses(): Use[] {
  return globSync('src/**/*.ts').flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const imports = [...text.matchAll(IMPORT)];
    // A namespace or dynamic import would hide what is used.
    expect([file, imports.length]).toEqual([file, [...text.matchAll(MENTION)].length]);
    return imports.flatMap(([, isType, names = '', service = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type ') && !isType)
        .map((name) => ({ file, service, name })),
    );
  });
}

/** `DescribeEndpointCommand`, `paginateListServiceQuotas` -> the operation; null for a client. */
function operationOf(name: string): string | null {
  return /^(?:paginate(\w+)|(\w+)Command)$/.exec(name)?.slice(1).find(Boolean) ?? null;
}

function operations(): (Use & { operation: string })[] {
  return uses().flatMap((use) => {
    const operation = operationOf(use.name);
    return operation === null ? [] : [{ ...use, operation }];
  });
}

function actionOf({ service, operation }: { service: string; operation: string }): string {
  const action = `${PREFIXES[service]}:${operation}`;
  return RENAMED[action] ?? action;
}

function signedReads(): string[] {
  const collector = globSync('src/collector/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  return Object.entries(SIGNED_READS)
    .filter(([path]) => collector.some((text) => text.includes(path)))
    .map(([, action]) => action);
}

test('uses only plain AWS clients and their commands', () => {
  const odd = uses().filter(({ name }) => operationOf(name) === null && !/^\w+Client$/.test(name));
  expect(odd).toEqual([]);
  expect(uses().filter(({ service }) => PREFIXES[service] === undefined)).toEqual([]);
});

test('src/ writes nothing to AWS but the samples of workers that were told to leave them in S3', () => {
  const found = operations();
  expect(found.length).toBeGreaterThan(10);
  const writing = found.filter(({ operation }) => !/^(Describe|Get|List|Invoke)/.test(operation));
  expect(writing.map(({ file, operation }) => [file, operation])).toEqual([
    ['src/aws/s3-place.ts', 'PutObject'],
  ]);
});

test('a policy has exactly the actions that src/ uses', () => {
  // Workers that leave their samples in S3 have a policy of their own, which `distribute` writes.
  const ofScenarios = operations().filter(({ service }) => service !== 's3');
  const used = new Set([
    ...ofScenarios.map(actionOf),
    ...WAYS.map((way) => SIGNED_WAYS[way]).filter((action) => action !== null),
    ...signedReads(),
  ]);
  for (const action of ACTIONS_WITHOUT_PERMISSION) expect(used.delete(action)).toBe(true);
  expect([...ALL_ACTIONS].sort()).toEqual([...used].sort());
});
