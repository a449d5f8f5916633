/** A recommended policy as commands and templates, read by those who have to accept them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { policyRequests } from '../../src/capacity/recommend/policy-requests.ts';
import { recommend } from '../../src/capacity/recommend/recommend.ts';
import { policyText } from '../../src/report/policy-text.ts';
import { hasPythonModule, PEERS_PYTHON } from '../peers.ts';
import { FACTS, OPTIONS } from './facts.ts';

const found = recommend(FACTS, OPTIONS);
const faster = found.alternatives.find(({ kind }) => kind === 'high-resolution')!.policy!;
const policies = { invocations: found.policy, concurrency: faster };

const hasCfnLint = hasPythonModule('cfnlint');

test.runIf(hasCfnLint)('cfn-lint finds nothing in the templates, and would find a mistake', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cfn-'));
  const templates = Object.entries(policies).map(
    ([name, policy]) => [name, policyText('cloudformation', FACTS.endpoint, policy)] as const,
  );
  const broken = ['broken', templates[0]![1].replace('MaxCapacity', 'MostCapacity')] as const;
  const files = [...templates, broken].map(([name, template]) => {
    writeFileSync(join(folder, `${name}.yml`), template);
    return join(folder, `${name}.yml`);
  });
  // One process: it takes seconds to load what it knows of AWS.
  const run = ['-c', 'from cfnlint.runner import main; main()', '--regions', 'eu-central-1'];
  const options = ['--format', 'parseable', '--'];
  const { stdout } = spawnSync(PEERS_PYTHON, [...run, ...options, ...files], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stdout).toContain('MostCapacity');
  const said = stdout.split('\n').filter((line) => line.includes('.yml:'));
  expect(said.filter((line) => !line.includes('broken.yml:'))).toEqual([]);
});

describe.each(Object.entries(policies))('tracking %s', (_, policy) => {
  const { registerScalableTarget, putScalingPolicy } = policyRequests(FACTS.endpoint, policy);

  test('the template says what the calls say', () => {
    const { Resources } = parse(policyText('cloudformation', FACTS.endpoint, policy));
    expect(Resources.Variant.Properties).toEqual(registerScalableTarget);
    expect(Resources.TargetTracking.Properties).toMatchObject({
      ScalingTargetId: { Ref: 'Variant' },
      TargetTrackingScalingPolicyConfiguration:
        putScalingPolicy.TargetTrackingScalingPolicyConfiguration,
    });
  });

  /** Terraform cannot be installed here: the names are those of the AWS provider's documentation, version 6. */
  test('Terraform: every argument is documented, and none that is required is missing', () => {
    const text = policyText('terraform', FACTS.endpoint, policy);
    const blocks = [...text.matchAll(/^resource "(\w+)" "\w+" \{\n([\s\S]*?)^\}/gm)];
    expect(blocks.map(([, type]) => type)).toEqual([
      'aws_appautoscaling_target',
      'aws_appautoscaling_policy',
    ]);
    const argumentsOf = (body: string) =>
      [...body.matchAll(/^ +(\w+)(?: +=| \{)/gm)].map(([, name]) => name);
    const resource = ['service_namespace', 'resource_id', 'scalable_dimension'];
    expect(argumentsOf(blocks[0]![2]!).toSorted()).toEqual(
      [...resource, 'min_capacity', 'max_capacity'].toSorted(),
    );
    expect(argumentsOf(blocks[1]![2]!).toSorted()).toEqual(
      [
        ...resource,
        ...['name', 'policy_type', 'target_tracking_scaling_policy_configuration'],
        ...['target_value', 'scale_out_cooldown', 'scale_in_cooldown', 'disable_scale_in'],
        ...['predefined_metric_specification', 'predefined_metric_type'],
      ].toSorted(),
    );
    expect(text).toContain(`target_value       = ${policy.targetValue}\n`);
    expect(text).toContain(`predefined_metric_type = "${policy.metric}"`);
    expect(text.split('{')).toHaveLength(text.split('}').length);
  });

  test('a shell hands the commands over as the calls have them', () => {
    const seen = wordsIn(policyText('aws', FACTS.endpoint, policy));
    expect(seen).toHaveLength(2);
    const option = (words: readonly string[], name: string) => words[words.indexOf(name) + 1];
    expect(seen.map(([, name]) => name)).toEqual([
      'register-scalable-target',
      'put-scaling-policy',
    ]);
    for (const words of seen) {
      expect(option(words, '--resource-id')).toBe('endpoint/wine-xgboost/variant/AllTraffic');
      expect(option(words, '--region')).toBe('eu-central-1');
    }
    expect(option(seen[0]!, '--max-capacity')).toBe(String(policy.maxCapacity));
    const configuration = option(seen[1]!, '--target-tracking-scaling-policy-configuration')!;
    expect(JSON.parse(configuration)).toEqual(
      putScalingPolicy.TargetTrackingScalingPolicyConfiguration,
    );
  });
});

test.each(["it's", '$(touch /tmp/x)', '`id`', 'a b', '"quoted"', 'a;b', '$HOME', '*', 'über'])(
  'a policy named %s reaches aws as it is',
  (policyName) => {
    const text = policyText('aws', { ...FACTS.endpoint, policyName }, found.policy);
    const words = wordsIn(text)[1]!;
    expect(words[words.indexOf('--policy-name') + 1]).toBe(policyName);
  },
);

test('a template sign in a name is none in Terraform', () => {
  const text = policyText(
    'terraform',
    { ...FACTS.endpoint, policyName: `$${'{x}%{y}"'}` },
    found.policy,
  );
  expect(text).toContain(`name               = "$$${'{x}%%{y}\\""'}`);
});

test('an endpoint whose name is not known is named as such', () => {
  const text = policyText('aws', { ...FACTS.endpoint, endpointName: null }, found.policy);
  expect(text).toContain('endpoint/ENDPOINT-NAME/variant/AllTraffic');
});

/** What a POSIX shell makes of the commands: their words, with `aws` in place of a program. */
function wordsIn(commands: string): string[][] {
  const script = `aws() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\n\\0'; }\n${commands}`;
  const out = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: { PATH: '' } });
  return out
    .split('\n\0')
    .filter((text) => text !== '')
    .map((text) => text.split('\0').slice(0, -1));
}
