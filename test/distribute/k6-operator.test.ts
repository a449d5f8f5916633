import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { hasK6, K6 } from '../peers.ts';
import { nightly, prepared, textOf } from './scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'scaleproof-operator-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = JSON.parse(readFileSync('test/distribute/test-run.schema.json', 'utf8'));
const accepts = new Ajv2020.default({ strict: true }).compile(schema);

const scenario = await nightly({ engine: 'k6', peakRps: 50_000 });
const platform = 'k6-operator';
const withSecret = { ...scenario, headersFromEnvironment: { 'x-api-key': 'WINE_KEY' } };
const ID = 'wine-nightly-20261122t080000-ab12';

describe('the TestRun', () => {
  test.each([
    ['with the script in a ConfigMap', scenario, 'short'],
    ['with the script on the claim', scenario, 'x'.repeat(1_048_576)],
    ['with a secret header', withSecret, 'short'],
  ])('has only fields of the CRD, %s', async (_, each, script) => {
    const manifest = parse(
      textOf(await prepared({ scenario: each, platform }, script), 'test-run.yaml'),
    );
    accepts(manifest);
    expect(accepts.errors).toBeNull();
  });

  test('starts as many pods as the rate needs, each with its own file of samples', async () => {
    const { spec } = parse(textOf(await prepared({ scenario, platform }), 'test-run.yaml'));
    expect(spec.parallelism).toBe(50);
    expect(spec.arguments).toContain('--out json=/samples/worker-$(POD_NAME).json.gz');
    expect(spec.runner.env).toEqual([
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ]);
    expect(spec.runner.volumes).toEqual([
      { name: 'samples', persistentVolumeClaim: { claimName: 'scaleproof-samples' } },
    ]);
  });

  test('names the secret that a header is in, whose value nothing has', async () => {
    process.env.WINE_KEY = 'hush';
    const made = await prepared({ scenario: withSecret, platform });
    delete process.env.WINE_KEY;
    const { spec } = parse(textOf(made, 'test-run.yaml'));
    expect(spec.runner.env).toContainEqual({
      name: 'WINE_KEY',
      valueFrom: { secretKeyRef: { name: `${ID}-headers`, key: 'WINE_KEY' } },
    });
    expect(spec.arguments).toContain('--include-system-env-vars=true');
    const commands = made.steps.map(({ command }) => command);
    expect(commands).toContain(
      `env | grep -E '^(WINE_KEY)=' | kubectl create secret generic ${ID}-headers --from-env-file=/dev/stdin`,
    );
    expect(JSON.stringify(made)).not.toContain('hush');
  });

  test('every name fits what the operator adds to it', async () => {
    const long = { ...scenario, name: 'A scenario: with_a very LONG name, in no alphabet — 名前' };
    const made = await prepared({ scenario: long, platform, workers: 1_000 });
    accepts(parse(textOf(made, 'test-run.yaml')));
    expect(accepts.errors).toBeNull();
    expect(`${made.distribution.id}-service-1000`.length).toBeLessThanOrEqual(63);
  });
});

describe('the script', () => {
  const line = 'const text = "quoted\\n";\n';

  test('is a ConfigMap as it is, while it fits', async () => {
    const script = line.repeat(10_000);
    const made = await prepared({ scenario, platform }, script);
    expect(parse(textOf(made, 'script.yaml'))).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: ID },
      data: { 'replay.js': script },
    });
    expect(parse(textOf(made, 'test-run.yaml')).spec.script).toEqual({
      configMap: { name: ID, file: 'replay.js' },
    });
  });

  test('is copied to the claim when its lines make it larger than Kubernetes takes', async () => {
    const made = await prepared({ scenario, platform, samples: 'shared' }, line.repeat(40_000));
    expect(parse(textOf(made, 'test-run.yaml')).spec.script).toEqual({
      volumeClaim: { name: 'shared', file: `${ID}.js`, readOnly: true },
    });
    expect(made.files.map(({ path }) => path)).not.toContain('script.yaml');
    expect(made.steps.map(({ command }) => command)).toContain(
      `kubectl exec -i ${ID}-copy -- sh -c 'cat > /samples/${ID}.js' < distributed/${ID}/replay.js`,
    );
  });
});

test('the start is counted from the creation of the TestRun', async () => {
  const made = await prepared({ scenario, platform, startInSeconds: 600 });
  expect(made.distribution.startAtMs).toBeNull();
  const load = made.steps.find(({ what }) => what.startsWith('Send the load'))!;
  expect(load.command).toContain('+ 600) * 1000');
  const { spec } = parse(textOf(made, 'test-run.yaml'));
  expect(spec.arguments.match(/START_AT_MS/g)).toHaveLength(1);
});

test('collect watches meanwhile, and import judges the samples that were copied', async () => {
  const { steps } = await prepared({ scenario, platform });
  const what = steps.map((step) => step.what);
  expect(what).toEqual([
    'Create the claim scaleproof-samples, where it does not exist yet',
    'Start the pod that copies to and from the claim',
    'Hand over the script',
    'Send the load with 50 pods, while AWS is watched',
    'Copy the samples',
    'Judge the samples together with what AWS said',
    'Remove what was created, but for the claim',
  ]);
  expect(steps[3]!.command).toMatch(
    /^npx scaleproof collect wine --env nightly --rate 50000 --workers 50 --out reports\/\S+ --during '/,
  );
  expect(steps[5]!.command).toBe(`npx scaleproof import distributed/${ID} --run reports/${ID}/*/`);
});

/** What k6-operator keeps of `arguments` for `k6 archive` (pkg/types/k6cli.go): the rules for the flags used here. */
function archiveArguments(text: string): string[] {
  const words = text.split(' ');
  const kept: string[] = [];
  for (let index = 0; index < words.length; ) {
    let end = index + 1;
    while (end < words.length && !words[end]!.startsWith('-')) end += 1;
    if (!['-o', '--out', '--no-usage-report'].includes(words[index]!)) {
      kept.push(...words.slice(index, end));
    }
    index = end;
  }
  return kept;
}

test.skipIf(!hasK6())(
  'k6 takes the arguments, and so does its archive what the operator leaves of them',
  async () => {
    const { spec } = parse(
      textOf(await prepared({ scenario: withSecret, platform }), 'test-run.yaml'),
    );
    const script = join(folder, 'script.js');
    writeFileSync(script, 'export default function () {}\n');
    const run = (...args: string[]) => spawnSync(K6, args, { cwd: folder, encoding: 'utf8' });
    const given = spec.arguments.replace('/samples/worker-$(POD_NAME)', join(folder, 'worker-pod'));
    const load = run('run', '--quiet', ...given.split(' '), script, '--address=127.0.0.1:0');
    expect(load.stderr).toBe('');
    expect(load.status).toBe(0);
    const archive = run('archive', script, '-O', join(folder, 'a.tar'), ...archiveArguments(given));
    expect(archive.stderr).not.toContain('level=error');
    expect(archive.status).toBe(0);
  },
);
