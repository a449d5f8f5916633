import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fargateArguments } from '../../src/distribute/fargate.ts';
import { LAMBDA_LOAD_SECONDS, lambdaArguments } from '../../src/distribute/lambda.ts';
import type { PolicyDocument } from '../../src/iam/policy.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';
import { nightly, prepared, SHORT, textOf } from './scenario.ts';

const ARTILLERY = 'node_modules/artillery';

/** The parser that Artillery has. */
const { Parser } = createRequire(resolve(ARTILLERY, 'package.json'))('@oclif/core');

/** As Artillery itself reads its command line, but refusing what it does not know. */
async function parsedBy(command: string, args: readonly string[]) {
  const file = resolve(ARTILLERY, `dist/lib/cmds/${command}.js`);
  const { default: definition } = await import(pathToFileURL(file).href);
  const [name, ...rest] = args;
  expect(name).toBe(command);
  const { flags, args: own } = definition;
  return Parser.parse([...rest], { flags, args: own, strict: true });
}

const scenario = await nightly({ peakRps: 50_000 });
const short = await nightly({ peakRps: 50_000 }, SHORT);
const withSecret = { ...short, headersFromEnvironment: { 'x-api-key': 'WINE_KEY' } };

async function partsOf(platform: 'fargate' | 'lambda', from: ResolvedScenario) {
  const { distribution, directory } = await prepared({ scenario: from, platform });
  const role = 'load-workers';
  return { scenario: from, distribution, directory, role, region: 'eu-west-1' };
}

describe('run-fargate', () => {
  test("takes the command's flags, and means the same by them", async () => {
    const args = fargateArguments(await partsOf('fargate', scenario));
    const { flags, args: own } = await parsedBy('run-fargate', args);
    expect(own).toEqual({
      script: 'distributed/wine-nightly-20261122t080000-ab12/artillery.json',
    });
    expect(flags).toMatchObject({
      count: 10,
      region: 'eu-west-1',
      cpu: '2',
      memory: '4',
      'task-role-name': 'load-workers',
      // 25 minutes of load, and as long as tasks may take to start and to end.
      'max-duration': '40m',
    });
    expect(flags.spot).toBeUndefined();
  });

  test('reads secrets by name, from where AWS keeps them', async () => {
    const args = fargateArguments(await partsOf('fargate', withSecret));
    expect((await parsedBy('run-fargate', args)).flags.secret).toEqual(['WINE_KEY']);
  });

  test('may open as many sockets as the engine does', async () => {
    const { replay } = scenario;
    const many = { ...scenario, replay: { ...replay, maxConnections: 20_000 } };
    const args = fargateArguments(await partsOf('fargate', many));
    const { flags } = await parsedBy('run-fargate', args);
    expect(JSON.parse(flags['launch-config'])).toEqual({
      ulimits: [{ name: 'nofile', softLimit: 21_000, hardLimit: 21_000 }],
    });
  });
});

describe('run-lambda', () => {
  test("takes the command's flags, and means the same by them", async () => {
    const arn = 'arn:aws:iam::123456789012:role/load-workers';
    const { flags } = await parsedBy(
      'run-lambda',
      lambdaArguments(await partsOf('lambda', short), arn),
    );
    expect(flags).toMatchObject({
      count: '20',
      region: 'eu-west-1',
      'memory-size': '4096',
      'lambda-role-arn': arn,
    });
  });

  test('is refused where the load takes longer than a function may', async () => {
    expect(LAMBDA_LOAD_SECONDS).toBe(630);
    await expect(prepared({ scenario, platform: 'lambda' })).rejects.toThrow(
      'Lambda ends a worker after 15:00, of which up to 4:30 are for its start and end, so a load may take 10:30, but this plan takes 25:00; use --on fargate, or shorten the phases.',
    );
  });

  test('is refused where a header would have to travel in a file', async () => {
    await expect(prepared({ scenario: withSecret, platform: 'lambda' })).rejects.toThrow(
      /Artillery can hand WINE_KEY to Lambda workers only through a file .* use --on fargate/,
    );
  });
});

describe.each(['fargate', 'lambda'] as const)('permissions for %s', (platform) => {
  const policyOf = async (file: string, from = short): Promise<PolicyDocument> =>
    JSON.parse(textOf(await prepared({ scenario: from, platform }), `permissions/${file}.json`));
  const actionsOf = ({ Statement }: PolicyDocument) => Statement.flatMap(({ Action }) => Action);

  test("whoever starts workers may do all that Artillery's own template lists", async () => {
    const file = `${ARTILLERY}/lib/platform/aws/iam-cf-templates/aws-iam-${platform}-cf-template.yml`;
    const template = parse(readFileSync(file, 'utf8'), { logLevel: 'silent' });
    const [role] = Object.values<{
      Properties: { Policies: { PolicyDocument: PolicyDocument }[] };
    }>(template.Resources);
    const listed = role!.Properties.Policies.flatMap(({ PolicyDocument: each }) => actionsOf(each));
    expect(listed.length).toBeGreaterThan(15);
    const granted = new Set(actionsOf(await policyOf('you')));
    // The workers' role is made with a policy of its own, not by Artillery with one to attach.
    expect(listed.filter((action) => !granted.has(action)).sort()).toEqual([
      'iam:AttachRolePolicy',
      'iam:CreatePolicy',
    ]);
  });

  test('workers may write samples below their own prefix, and invoke what the way needs', async () => {
    const { Statement } = await policyOf('workers');
    const samples = Statement.find(({ Sid }) => Sid === 'Samples')!;
    expect(samples.Action).toEqual(['s3:GetObject', 's3:PutObject']);
    expect(samples.Resource).toBe(
      'arn:aws:s3:::my-bucket/loads/wine-nightly-20261122t080000-ab12/*',
    );
    const direct = await nightly({ peakRps: 1_000, way: 'sagemaker' }, SHORT);
    const workers = await policyOf('workers', direct);
    const invoking = workers.Statement.find(({ Action }) =>
      Action.includes('sagemaker:InvokeEndpoint'),
    );
    expect(invoking?.Resource).toBe('arn:aws:sagemaker:eu-west-1:*:endpoint/wine-prod');
    expect(actionsOf(await policyOf('you', direct))).not.toContain('sagemaker:InvokeEndpoint');
    expect(actionsOf(await policyOf('you', direct))).toContain('cloudwatch:GetMetricData');
  });

  test('IAM takes each of them: names of statements are unique, and a role fits the inline limit', async () => {
    for (const file of ['you', 'workers']) {
      const policy = await policyOf(file);
      const names = policy.Statement.map(({ Sid }) => Sid);
      expect(new Set(names).size).toBe(names.length);
      expect(names.every((name) => /^[A-Za-z0-9]+$/.test(name))).toBe(true);
    }
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: white space does not count.
    expect(JSON.stringify(await policyOf('workers')).length).toBeLessThan(10_240);
  });
});

test('samples are watched, fetched and judged from S3', async () => {
  const { steps, distribution } = await prepared({ scenario, platform: 'fargate' });
  expect(distribution.startAtMs).toBeNull();
  expect(steps).toHaveLength(3);
  expect(steps[1]!.command).toMatch(
    /^npx scaleproof collect wine .* --workers 10 .* --during 'npx artillery run-fargate /,
  );
  expect(steps[2]!.command).toContain(`npx scaleproof import ${distribution.samples} --run `);
});
