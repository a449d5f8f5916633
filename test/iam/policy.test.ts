import { describe, expect, test } from 'vitest';
import { leastPolicy, type Statement } from '../../src/iam/policy.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';

const ACCOUNT = '123456789012';

async function policyOf(
  scenario: string,
  set: string[] = [],
  options: { account?: string; livePrices?: boolean } = {},
): Promise<readonly Statement[]> {
  const resolved = await resolveScenario({ scenario, environment: 'local', set, env: {} });
  const { account = null, livePrices = false } = options;
  const policy = leastPolicy(resolved, { account, livePrices });
  expect(policy.Version).toBe('2012-10-17');
  return policy.Statement;
}

function actionsOf(statements: readonly Statement[]): string[] {
  return statements.flatMap(({ Action }) => Action);
}

function resourcesFor(statements: readonly Statement[], action: string): string[] {
  return statements
    .filter(({ Action }) => Action.includes(action))
    .flatMap(({ Resource }) => Resource);
}

describe('a policy', () => {
  test('for the public API grants only reads', async () => {
    const actions = actionsOf(await policyOf('wine'));
    expect(actions).toContain('sagemaker:DescribeEndpoint');
    expect(actions.filter((action) => /:(?!Describe|Get|List)/.test(action))).toEqual([]);
    expect(actions.filter((action) => action.startsWith('lambda:'))).toEqual([]);
  });

  test.each([
    ['http', []],
    ['lambda', ['lambda:InvokeFunction']],
    ['sagemaker', ['sagemaker:InvokeEndpoint']],
  ] as const)('for the way "%s" grants %j to send the load', async (way, invoking) => {
    const set = ['scaleproof.watch.functionName=wine'];
    const resolved = await resolveScenario({
      scenario: 'wine',
      environment: 'local',
      set,
      env: {},
    });
    const policy = leastPolicy({ ...resolved, way }, { account: null, livePrices: false });
    const actions = actionsOf(policy.Statement);
    expect(actions.filter((action) => action.includes(':Invoke'))).toEqual(invoking);
    expect(actions).toContain('lambda:GetFunctionConcurrency');
  });

  test('for a function invoked directly names it with its versions, in Region and account', async () => {
    const statements = await policyOf('dog-a', ['scaleproof.watch.region=eu-west-1'], {
      account: ACCOUNT,
    });
    expect(resourcesFor(statements, 'lambda:InvokeFunction')).toEqual([
      `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:dog-a`,
      `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:dog-a:*`,
    ]);
  });

  test('accepts a function ARN with an alias', async () => {
    const arn = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:dogs`;
    const statements = await policyOf('dog-a', [`scaleproof.watch.functionName=${arn}:live`]);
    expect(resourcesFor(statements, 'lambda:GetFunctionConcurrency')).toEqual([arn, `${arn}:*`]);
  });

  test('names the endpoint in lower case, as SageMaker does in ARNs', async () => {
    const statements = await policyOf('wine', ['scaleproof.watch.endpointName=Wine-Prod']);
    expect(resourcesFor(statements, 'sagemaker:DescribeEndpoint')).toEqual([
      'arn:aws:sagemaker:us-east-1:*:endpoint/wine-prod',
    ]);
  });

  test.each([
    ['us-east-1', 'arn:aws:'],
    ['cn-north-1', 'arn:aws-cn:'],
    ['us-gov-west-1', 'arn:aws-us-gov:'],
  ])('in %s uses ARNs that begin with %s', async (region, prefix) => {
    const statements = await policyOf('wine', [`scaleproof.watch.region=${region}`]);
    const [arn] = resourcesFor(statements, 'sagemaker:DescribeEndpoint');
    expect(arn?.startsWith(`${prefix}sagemaker:${region}:`)).toBe(true);
  });

  test('limits actions without a resource to the Region', async () => {
    const statements = await policyOf('wine', ['scaleproof.watch.region=eu-west-1']);
    const wide = statements.filter(({ Resource }) => Resource === '*');
    expect(wide).toHaveLength(1);
    expect(wide[0]?.Condition).toEqual({ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } });
    expect(wide[0]?.Action).not.toContain('sagemaker:DescribeEndpoint');
  });

  test('without anything to watch grants the load alone, in the Region it is signed for', async () => {
    const resolved = await resolveScenario({
      scenario: 'wine',
      environment: 'nightly',
      set: ['scaleproof.watch=none'],
      env: { WINE_API_URL: 'https://api.example.com', WINE_ENDPOINT_NAME: 'w', AWS_REGION: 'x' },
    });
    const options = { account: ACCOUNT, livePrices: true };
    expect(leastPolicy(resolved, options).Statement).toEqual([]);
    const address = { path: null, functionName: 'f', endpointName: 'E' };
    const signed = (way: 'lambda' | 'sagemaker') =>
      leastPolicy({ ...resolved, way, region: 'eu-west-1', address }, options).Statement;
    expect(signed('lambda')).toMatchObject([
      {
        Action: ['lambda:InvokeFunction'],
        Resource: [
          `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f`,
          `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:f:*`,
        ],
      },
    ]);
    expect(signed('sagemaker')).toMatchObject([
      {
        Action: ['sagemaker:InvokeEndpoint'],
        Resource: `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:endpoint/e`,
      },
    ]);
  });

  test('grants the price list only with live prices', async () => {
    expect(actionsOf(await policyOf('wine'))).not.toContain('pricing:GetProducts');
    const statements = await policyOf('wine', [], { livePrices: true });
    const price = statements.find(({ Action }) => Action.includes('pricing:GetProducts'));
    expect(price).toMatchObject({ Action: ['pricing:GetProducts'], Resource: '*' });
    expect(price?.Condition).toBeUndefined();
  });

  test.each(['iris', 'wine', 'car', 'dog-a', 'dog-b'])(
    'for %s has unique statement ids',
    async (name) => {
      const ids = (await policyOf(name, [], { livePrices: true })).map(({ Sid }) => Sid);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
    },
  );
});
