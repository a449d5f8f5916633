import { describe, expect, test } from 'vitest';
import { doctorReportSchema } from '../../src/doctor/doctor-report.ts';
import { scaleproof, start } from './command.ts';

const NIGHTLY = {
  WINE_API_URL: 'http://127.0.0.1:1',
  WINE_ENDPOINT_NAME: 'Wine-Prod',
  AWS_REGION: 'eu-west-1',
};

describe.concurrent('doctor', () => {
  test('of a shipped scenario on the stand-in: everything works, exit 0', async () => {
    const { code, stdout, stderr } = await scaleproof('doctor', 'wine');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/"wine-xgboost" in us-east-1 is InService: 1\s+instance\./);
    expect(stdout).toMatch(/\n {2}ok +Policy /);
    expect(stdout).toMatch(/Cost: nothing: everything runs on this machine\./);
    expect(stdout).toMatch(
      /READY {2}0 problems, \d warnings?\.\nPredictions were not tried: npx scaleproof check \S+ --env \w+\n$/,
    );
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(code).toBe(0);
  });

  test('of a stand-in that cannot scale out: the problem and the next step, exit 1', async () => {
    const set = 'scaleproof.standIn.policy.maxCapacity=1';
    const { code, stdout } = await scaleproof('doctor', 'wine', '--set', set);
    expect(stdout).toMatch(/\n {2}problem +Target and plan +The scenario expects 2/);
    expect(stdout).toContain("-> Raise the scalable target's");
    expect(stdout).toMatch(/NOT READY {2}1 problem/);
    expect(code).toBe(1);
  });

  test('--json prints one object that matches its schema; text goes to stderr', async () => {
    const { code, stdout, stderr } = await scaleproof('doctor', 'dog-a', '--json');
    const report = doctorReportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ scenario: 'dog-a', onStandIn: true, status: 'ready' });
    expect(report.items.map(({ id }) => id)).toContain('lambda-concurrency');
    expect(stderr).toContain('READY');
    expect(code).toBe(0);
  });

  test('of AWS that cannot be reached: not ready, and no secret anywhere', async () => {
    const { code, stdout, stderr } = await start(['doctor', 'wine', '--env', 'nightly'], {
      ...NIGHTLY,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ACCESS_KEY_ID: 'AKIAPLANTEDKEY',
      AWS_SECRET_ACCESS_KEY: 'planted-secret-value',
      AWS_SESSION_TOKEN: 'planted-session-token',
    }).finished;
    expect(stdout).toMatch(/\n {2}problem +AWS APIs +No AWS API answers in eu-west-1 /);
    expect(stdout).toMatch(/NOT READY/);
    expect(stdout + stderr).not.toMatch(/planted|AKIAPLANTED/);
    expect(code).toBe(1);
  });

  test('of AWS without credentials: one problem, not one per permission', async () => {
    const { code, stdout } = await start(['doctor', 'wine', '--env', 'nightly', '--json'], {
      ...NIGHTLY,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_ACCESS_KEY_ID: undefined,
      AWS_PROFILE: undefined,
    }).finished;
    const { items } = doctorReportSchema.parse(JSON.parse(stdout));
    const problems = items.filter(({ status }) => status === 'problem').map(({ id }) => id);
    expect(problems).toEqual(['target', 'credentials']);
    expect(items.some(({ id }) => id.startsWith('permission'))).toBe(false);
    expect(code).toBe(1);
  });
});

describe.concurrent('iam', () => {
  test('prints only the policy', async () => {
    const { code, stdout, stderr } = await start(['iam', 'wine', '--env', 'nightly'], NIGHTLY)
      .finished;
    expect(stderr).toBe('');
    const policy = JSON.parse(stdout);
    expect(policy.Statement[0]).toMatchObject({
      Effect: 'Allow',
      Action: ['sagemaker:DescribeEndpoint'],
      Resource: 'arn:aws:sagemaker:eu-west-1:*:endpoint/wine-prod',
    });
    expect(code).toBe(0);
  });

  test('notes on stderr that a stand-in needs no policy', async () => {
    const { code, stdout, stderr } = await scaleproof('iam', 'dog-a', '--account', '123456789012');
    expect(JSON.parse(stdout).Version).toBe('2012-10-17');
    expect(stdout).toContain('arn:aws:lambda:us-east-1:123456789012:function:dog-a');
    expect(stderr).toMatch(/needs no permission/);
    expect(code).toBe(0);
  });
});

describe.concurrent('a usage error gets one sentence, exit code 2 and nothing on stdout', () => {
  test.each<[string, string[], RegExp]>([
    ['a price without a figure', ['doctor', 'wine', '--price', 'ml.m5.large'], /expected KEY=USD/],
    ['an unknown scenario', ['doctor', 'wein'], /did you mean wine\?/],
    [
      'a variable that is not set',
      ['iam', 'wine', '--env', 'nightly'],
      /WINE_\w+, which is not set/,
    ],
    ['an account that is none', ['iam', 'wine', '--account', '12'], /12-digit AWS account ID/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await start(args, { WINE_API_URL: undefined }).finished;
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

test.each(['doctor', 'iam'])('help of %s ends with commands to paste', async (command) => {
  const { code, stdout } = await scaleproof(command, '--help');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Examples:\n(?: {2}\S.*\n)+\n?$/);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
});
