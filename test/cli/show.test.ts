import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { SYSTEMS } from '../../src/systems/registry.ts';
import { scaleproofHere } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'show-'));
mkdirSync(join(folder, 'scenarios'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const file = join(folder, 'scenarios', 's.yml');
writeFileSync(
  file,
  `config:
  scaleproof:
    watch:
      endpointName: "{{ $env.SHOWN_ENDPOINT }}"
    settle: { maxSeconds: 2m }
  environments:
    local:
      target: http://127.0.0.1:1
      phases:
        - { name: "one\\nand two", duration: 90s, arrivalRate: 2 }
scenarios:
  - engine: replay
    flow: [{ replay: { system: wine } }]
`,
);
writeFileSync(join(folder, 'artillery.yml'), 'config:\n  engines:\n    replay: { seed: 3 }\n');

async function show(...args: string[]) {
  vi.stubEnv('SHOWN_ENDPOINT', 'wine-prod');
  const { code, stdout, stderr } = await scaleproofHere('show', file, ...args);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

async function originOf(key: string, ...args: string[]) {
  const { settings } = JSON.parse(await show('--json', ...args));
  return settings.find((setting: { key: string }) => setting.key === key);
}

test('each value has its origin: a file and line, a variable, a flag or the default', async () => {
  const here = relative(process.cwd(), file);
  expect(await originOf('config.engines.replay.seed')).toEqual({
    key: 'config.engines.replay.seed',
    value: 3,
    origin: {
      kind: 'file',
      file: relative(process.cwd(), join(folder, 'artillery.yml')),
      line: 3,
      variables: [],
    },
  });
  expect(await originOf('config.scaleproof.watch.endpointName')).toMatchObject({
    value: 'wine-prod',
    origin: { kind: 'file', file: here, line: 4, variables: ['SHOWN_ENDPOINT'] },
  });
  expect(await originOf('config.scaleproof.settle.maxSeconds')).toMatchObject({
    value: 120,
    origin: { kind: 'file', line: 5 },
  });
  expect(await originOf('config.target')).toMatchObject({ origin: { kind: 'file', line: 8 } });
  expect(await originOf('config.phases.0.duration')).toMatchObject({
    value: 90,
    origin: { kind: 'file', line: 10 },
  });
  expect(await originOf('config.engines.replay.timeoutMs')).toMatchObject({
    value: 10_000,
    origin: { kind: 'default' },
  });
  const seed = ['--set', 'engines.replay.seed=7'];
  expect(await originOf('config.engines.replay.seed', ...seed)).toMatchObject({
    value: 7,
    origin: { kind: 'flag', flag: '--set engines.replay.seed=7' },
  });
  expect(await originOf('scenarios.0.flow.0.replay.way', '--way', 'sagemaker')).toMatchObject({
    value: 'sagemaker',
    origin: { kind: 'flag', flag: '--way sagemaker' },
  });
});

test('what it prints is the merged scenario as YAML', async () => {
  const printed = parse(await show());
  const { settings } = JSON.parse(await show('--json'));
  for (const { key, value } of settings as { key: string; value: unknown }[]) {
    const at = key.split('.').reduce((so, each) => so?.[each], printed);
    expect(at, key).toEqual(value);
  }
  expect(printed.config.phases[0].name).toBe('one\nand two');
});

test.each(
  [...SYSTEMS.keys()].flatMap((id) => [
    [id, 'local'],
    [id, 'nightly'],
  ]),
)('the settings of %s, %s, fit into 80 columns', async (id, environment) => {
  const prefix = id!.toUpperCase().replace('-', '_');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv(`${prefix}_API_URL`, 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com');
  vi.stubEnv(`${prefix}_ENDPOINT_NAME`, `${id}-endpoint`);
  vi.stubEnv(`${prefix}_FUNCTION_NAME`, `${id}-function:live`);
  const { stdout } = await scaleproofHere('show', id!, '--env', environment!);
  expect(stdout).toContain(`scenarios/${id}.yml:`);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
