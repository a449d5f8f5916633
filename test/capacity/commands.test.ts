/** `calibrate` and `recommend` as commands: what they write, what they refuse, and the real `aws` on what they print. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
} from '@aws-sdk/client-application-auto-scaling';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { policyRequests } from '../../src/capacity/recommend/policy-requests.ts';
import { recommend } from '../../src/capacity/recommend/recommend.ts';
import { policyText } from '../../src/report/policy-text.ts';
import { scaleproofHere } from '../cli/in-process.ts';
import { start } from '../local/running.ts';
import { AWS, isInstalled } from '../peers.ts';
import { CAPACITY, FACTS, OPTIONS } from './facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'capacity-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));
const SAMPLE = 'reports/sample';
const out = join(folder, 'out.yml');

type Edit = (manifest: Record<string, never>) => void;

/** A copy of the sample run, changed. */
function run(name: string, edit: Edit = () => {}): string {
  const directory = join(folder, name);
  cpSync(SAMPLE, directory, { recursive: true });
  const file = join(directory, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  edit(manifest);
  writeFileSync(file, JSON.stringify(manifest));
  return directory;
}

function capacityTest(name: string, changed: Partial<typeof CAPACITY> = {}): string {
  const directory = run(name);
  writeFileSync(join(directory, 'capacity.json'), JSON.stringify({ ...CAPACITY, ...changed }));
  return directory;
}

/** The last three stages of the sample's scale-outs are gone: no instance ever came. */
function withoutScaleOut(): string {
  const directory = run('never-scaled');
  const file = join(directory, 'aws.ndjson');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const still = lines.flatMap((line) => {
    const event = JSON.parse(line);
    if (event.type === 'activity') return [];
    const counts = { currentInstanceCount: 1, desiredInstanceCount: 1 };
    return [JSON.stringify(event.type === 'endpoint' ? { ...event, ...counts } : event)];
  });
  writeFileSync(file, `${still.join('\n')}\n`);
  return directory;
}

describe('calibrate', () => {
  test('writes a scenario that resolves, with the evidence beside each value', async () => {
    const { code, stdout } = await scaleproofHere('calibrate', SAMPLE, '-o', out);
    expect(code).toBe(0);
    expect(stdout).toContain('`scaleproof capacity`');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    const text = readFileSync(out, 'utf8');
    expect(text).toMatch(
      /provisioningSeconds: 26\d # 26\d s ± 30\.1 s, from desired-changed to in-/,
    );
    expect(text).toMatch(
      /concurrency: 8 # not known: no instance was at its limit; .* the default/,
    );
    const shown = await scaleproofHere('show', out, '--json');
    expect(shown.code).toBe(0);
    const dry = await scaleproofHere('run', out, '--dry-run');
    expect(dry).toMatchObject({ code: 0 });
  });

  test('overwrites nothing without --force', async () => {
    writeFileSync(out, 'mine');
    const refused = await scaleproofHere('calibrate', SAMPLE, '-o', out);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('exists already; name another with -o, or add --force');
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect((await scaleproofHere('calibrate', SAMPLE, '-o', out, '--force')).code).toBe(0);
  });

  test('takes what an instance carries from a capacity test', async () => {
    const test = capacityTest('with-capacity');
    const { code, stdout } = await scaleproofHere(
      'calibrate',
      SAMPLE,
      test,
      '-o',
      out,
      '--force',
      '--json',
    );
    expect(code).toBe(0);
    const { settings, missing } = JSON.parse(stdout);
    const found = settings.find(({ key }: { key: string }) => key === 'instance.concurrency');
    // 126/s of about 9.3 ms each.
    expect(found.value).toBe(1);
    expect(found.evidence).toContain(
      '126 requests/s answered by each instance in 1 overloaded step of cap-1',
    );
    expect(missing).toEqual([]);
  });

  test('a run whose generator was late: in doubt on the screen and in the file, and exit 3', async () => {
    // No generator is that punctual.
    const directory = run('late', ({ scenario }) =>
      Object.assign((scenario as unknown as { expect: object }).expect, {
        generatorLag: { p99Ms: 0.0001 },
      }),
    );
    const { code, stdout } = await scaleproofHere('calibrate', directory, '-o', out, '--force');
    expect([code, stdout]).toEqual([3, expect.stringContaining('in doubt (generator-lag)')]);
    expect(readFileSync(out, 'utf8')).toContain('# IN DOUBT: The run is in doubt (generator-lag)');
  });

  test('a run that did not scale out: written, named, and exit 3', async () => {
    const { code, stdout } = await scaleproofHere(
      'calibrate',
      withoutScaleOut(),
      '-o',
      out,
      '--force',
    );
    expect(code).toBe(3);
    expect(stdout).toContain('How long new instances take is not known');
    const { config } = parse(readFileSync(out, 'utf8'));
    expect(config.scaleproof.standIn.instance.provisioningSeconds).toBe(270);
    expect(readFileSync(out, 'utf8')).toContain('not known: the run did not scale out');
  });

  const set =
    (values: object): Edit =>
    (manifest) =>
      Object.assign(manifest, values);
  const inScenario =
    (values: object): Edit =>
    ({ scenario }) =>
      Object.assign(scenario!, values);
  test.each<[string, Edit, string]>([
    ['cut off', set({ end: null }), 'did not complete (cut-off)'],
    ['failed', ({ end }) => Object.assign(end!, { how: 'failed' }), 'did not complete (failed)'],
    ['unwatched', inScenario({ watch: 'none' }), 'watched nothing on AWS (`watch: none`)'],
    ['elsewhere', set({ loadFrom: 'elsewhere' }), 'has no samples of its load'],
  ])('%s: says why, writes nothing, exit 3', async (name, edit, why) => {
    const file = join(folder, `${name}.yml`);
    const { code, stdout, stderr } = await scaleproofHere('calibrate', run(name, edit), '-o', file);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain(why);
    expect(stderr).toMatch(/; [^;]+\.\n$/);
    expect(existsSync(file)).toBe(false);
  });

  test.each([
    [['no-such-run'], 'is not a run directory'],
    [[capacityTest('alone')], 'is a capacity test'],
    [[SAMPLE, SAMPLE], 'capacity.json does not exist'],
  ])('%j: exit 2', async (names, why) => {
    const { code, stderr } = await scaleproofHere(
      'calibrate',
      ...names,
      '-o',
      join(folder, 'x.yml'),
    );
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });
});

describe('recommend', () => {
  test('from a capacity test and a run', async () => {
    const test = capacityTest('cap');
    const { code, stdout } = await scaleproofHere(
      'recommend',
      test,
      SAMPLE,
      '--growth',
      '2/s per minute',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('Recommended policy for wine-xgboost');
    expect(stdout).toContain('capacity test cap-1');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const json = await scaleproofHere(
      'recommend',
      test,
      SAMPLE,
      '--growth',
      '2/s per minute',
      '--json',
    );
    const { policy, requests } = JSON.parse(json.stdout);
    expect(stdout).toContain(policy.targetValue.toLocaleString('en-US'));
    expect(requests.registerScalableTarget.MinCapacity).toBe(policy.minCapacity);
    const hcl = await scaleproofHere(
      'recommend',
      test,
      SAMPLE,
      '--growth',
      '2/s per minute',
      '--format',
      'terraform',
    );
    expect(hcl.stdout).toContain(`target_value       = ${policy.targetValue}`);
  });

  test.each<[string, () => string[], number, string]>([
    [
      'a run that was never at its limit',
      () => [SAMPLE],
      3,
      'find it with `npx scaleproof capacity',
    ],
    [
      'an inconclusive test',
      () => [capacityTest('open', { state: 'inconclusive' })],
      3,
      'ended as inconclusive',
    ],
    ['a test without a peak', () => [capacityTest('no-peak')], 3, '--peak RPS'],
    ['no such run', () => ['no-such-run'], 2, 'is not a run directory'],
    ['no runs at all', () => ['--out', folder], 2, 'No runs under'],
    ['a growth in words', () => [SAMPLE, '--growth', 'fast'], 2, '"100/s per minute"'],
    ['a damaged test', () => [capacityTest('damaged', { steps: 1 as never })], 2, 'see steps'],
    [
      'a newer test',
      () => [capacityTest('newer', { schemaVersion: 9 as never })],
      2,
      'upgrade Scaleproof',
    ],
  ])('%s is refused', async (_, args, expected, why) => {
    const { code, stderr, stdout } = await scaleproofHere('recommend', ...args());
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).toContain(why);
  });
});

test.runIf(isInstalled(AWS))('the real aws command puts the policy in place', async () => {
  const standIn = await start();
  const { policy } = recommend(FACTS, OPTIONS);
  const endpoint = {
    ...FACTS.endpoint,
    ...{ endpointName: 'wine', region: 'us-east-1' },
    // The stand-in's own: putting it again changes it, where another name would be a second policy.
    policyName: 'SageMakerEndpointInvocationScalingPolicy',
  };
  const script = `set -e
aws() { ${AWS} --endpoint-url ${standIn.url} "$@"; }
${policyText('aws', endpoint, policy)}`;
  await promisify(execFile)('/bin/sh', ['-c', script], {
    env: {
      PATH: '/usr/bin:/bin',
      HOME: folder,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_PAGER: '',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  });
  const client = new ApplicationAutoScalingClient({
    endpoint: standIn.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const ServiceNamespace = 'sagemaker';
  const { registerScalableTarget, putScalingPolicy } = policyRequests(endpoint, policy);
  const { ScalingPolicies } = await client.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace }),
  );
  expect(ScalingPolicies).toMatchObject([putScalingPolicy]);
  const { ScalableTargets } = await client.send(
    new DescribeScalableTargetsCommand({ ServiceNamespace }),
  );
  expect(ScalableTargets).toMatchObject([registerScalableTarget]);
});
