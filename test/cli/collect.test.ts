import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readRun } from '../../src/record/read.ts';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { ROW, SIGNED, start as startStandIn } from '../local/running.ts';
import { onlyRun, scaleproof, start, temporaryDirectory } from './command.ts';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
});

function newDirectory(): string {
  const directory = temporaryDirectory();
  directories.push(directory);
  return directory;
}

/** An endpoint of somebody else's, with an AWS minute of one second. */
async function endpoint() {
  const { url } = await startStandIn({
    timeCompression: 60,
    policy: { minCapacity: 1, maxCapacity: 3, targetPerMinute: 4_800 },
    instance: { provisioningSeconds: 120 },
  });
  return { url, settings: settingsFor(url) };
}

function settingsFor(url: string): string[] {
  return [
    'scaleproof.standIn=',
    `scaleproof.watch={ endpointName: wine, endpointUrl: "${url}", periodSeconds: 1, pollSeconds: 0.2, metricPollSeconds: 0.4 }`,
    'scaleproof.expect.scaledOut={ fromInstances: 1, atLeastInstances: 2, withinSeconds: 60 }',
    `target=${url}`,
  ].flatMap((setting) => ['--set', setting]);
}

/**
 * At most 150 requests/s, until a second instance has been in service for a few AWS minutes, however long
 * that takes. The target is 80 for each: too much for one, enough for two however slow the machine is.
 */
function loadCommand(url: string): string {
  const script = `const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const post = (path, body, headers) => fetch('${url}' + path, { method: 'POST', body, headers });
    const predictions = () => Promise.all(Array.from({ length: 15 }, async () =>
      (await post('/DummyStage/DT', JSON.stringify({ body: '${ROW}' }))).text()));
    const instances = async () => {
      const headers = { 'x-amz-target': 'SageMaker.DescribeEndpoint', authorization: '${SIGNED}' };
      const answer = await (await post('/', '{"EndpointName":"wine"}', headers)).json();
      return answer.ProductionVariants[0].CurrentInstanceCount;
    };
    let endMs = Infinity;
    while (Date.now() < endMs) {
      await Promise.all([predictions(), delay(100)]);
      if (endMs === Infinity && (await instances()) > 1) endMs = Date.now() + 4_000;
    }`;
  const file = join(newDirectory(), 'load.mjs');
  writeFileSync(file, script);
  return `"${process.execPath}" "${file}"`;
}

function readVerdict(out: string): Verdict {
  return verdictSchema.parse(JSON.parse(readFileSync(join(onlyRun(out), 'verdict.json'), 'utf8')));
}

test.concurrent('watches and judges a load that another command sends', async () => {
  const { url, settings } = await endpoint();
  const out = newDirectory();
  const { code, stdout, stderr } = await scaleproof(
    'collect',
    'wine',
    '--env',
    'local',
    '--out',
    out,
    '--during',
    loadCommand(url),
    ...settings,
  );
  expect(stderr).toBe('');
  const verdict = readVerdict(out);
  const of = (id: string) => verdict.checks.find((check) => check.id === id);
  expect(of('scaled-out')).toMatchObject({ status: 'pass' });
  expect(of('trigger-crossed')).toMatchObject({ status: 'pass' });
  for (const id of ['load-delivered', 'latency', 'errors', 'accuracy', 'reached-rate']) {
    expect(of(id)).toMatchObject({ status: 'skipped', reason: 'load-elsewhere' });
  }
  expect(verdict.status).toBe('pass');
  expect(code).toBe(0);
  expect(stdout).toMatch(/Watching external load/);
  expect(existsSync(join(onlyRun(out), 'load.ndjson'))).toBe(false);
});

test.concurrent('says that the load command failed, not that CloudWatch has no data', async () => {
  const { settings } = await endpoint();
  const out = newDirectory();
  const { code, stdout } = await scaleproof(
    ...['collect', 'wine', '--env', 'local', '--out', out, '--during', 'no-such-load-tool'],
    ...settings,
  );
  const verdict = readVerdict(out);
  expect(verdict.checks.find(({ id }) => id === 'load-delivered')).toMatchObject({
    status: 'inconclusive',
    reason: 'command-failed',
    observed: 'exit code 127',
  });
  expect(stdout).toContain('The load command failed: `no-such-load-tool` exited with code 127.');
  expect(code).toBe(3);
});

test.concurrent('judges provided samples as if the run had sent them', async () => {
  const { settings } = await endpoint();
  const [first, second] = [newDirectory(), newDirectory()];
  const load = [
    'phases=[{ name: hold, duration: 6, arrivalRate: 20 }]',
    'scaleproof.settle.maxSeconds=8',
    'scaleproof.expect={ errors: { maxShare: 0.01 }, accuracy: { minShare: 0.95 } }',
  ];
  const commit = '4be0f2c1d6a97e35b8c04f1a2d3e5f6071829304';
  const sent = await start(
    [
      ...['run', 'wine', '--out', first, '--label', 'night 7', ...settings],
      ...load.flatMap((setting) => ['--set', setting]),
    ],
    { GITHUB_SHA: commit },
  ).finished;
  expect(sent.stderr).toBe('');
  const file = join(newDirectory(), 'load.ndjson');
  copyFileSync(join(onlyRun(first), 'load.ndjson'), file);

  await scaleproof(
    'run',
    'wine',
    '--out',
    second,
    '--load-from',
    file,
    ...settings,
    ...load.flatMap((setting) => ['--set', setting]),
  );
  const [own, brought] = [readVerdict(first), readVerdict(second)];
  expect(brought.load).toEqual(own.load);
  expect(own).toMatchObject({
    ...{ label: 'night 7', commit },
    dataset: { file: 'wine.csv', rows: 178, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    target: { way: 'http', endpointName: 'wine', region: 'us-east-1' },
  });
  expect(brought).toMatchObject({ label: null, dataset: null });
  expect(brought.checks.find(({ id }) => id === 'accuracy')).toEqual(
    own.checks.find(({ id }) => id === 'accuracy'),
  );
  const { aws, manifest } = await readRun(onlyRun(second));
  expect(manifest.loadFrom).toBe('file');
  // CloudWatch was asked for the time of the load, which was over by then.
  const { startedAtMs } = own;
  const invocations = aws.filter(
    (event) => event.type === 'datapoint' && event.metric === 'Invocations' && event.value > 0,
  );
  expect(startedAtMs).not.toBeNull();
  expect(invocations.length).toBeGreaterThan(3);
});

test.each([
  [['collect', 'wine', '--env', 'local', '--for', '5s'], /starts its own stand-in/],
  [['collect', 'wine', '--set', 'scaleproof.standIn='], /Say how long to watch/],
  [['collect', 'wine', '--for', '5s', '--during', 'true'], /mutually exclusive/],
  [['collect', 'wine', '--for', 'soon'], /or a duration such as 90s/],
])('`%j` is refused with a sentence', async (args, message) => {
  const { code, stderr } = await scaleproof(...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});

test('rejects samples of another system', async () => {
  const { settings } = await endpoint();
  const file = join(newDirectory(), 'load.ndjson');
  const text = readFileSync('reports/sample/load.ndjson', 'utf8');
  writeFileSync(file, text.replace('"type":"start"', '"type":"start","system":"iris"'));
  const { code, stderr } = await scaleproof('run', 'wine', '--load-from', file, ...settings);
  expect(code).toBe(2);
  expect(stderr).toMatch(/the samples are for system "iris", but the scenario's system is "wine"/);
});

test('rejects a file without samples before writing anything', async () => {
  const { settings } = await endpoint();
  const out = newDirectory();
  const file = join(newDirectory(), 'load.ndjson');
  copyFileSync('package.json', file);
  const { code, stderr } = await scaleproof(
    'run',
    'wine',
    '--out',
    out,
    '--load-from',
    file,
    ...settings,
  );
  expect(code).toBe(2);
  expect(stderr).toMatch(/expected a load\.ndjson, k6's JSON .*, found no sample \(line 1/);
  expect(existsSync(join(out, 'manifest.json'))).toBe(false);
});

test("judges another tool's own output, and writes it down as samples", async () => {
  const out = newDirectory();
  const { code, stdout, stderr } = await scaleproof(
    ...['run', 'wine', '--load-from', 'test/samples/fixtures/jmeter.jtl', '--out', out],
    ...['scaleproof.watch=none', 'scaleproof.standIn=', 'target=http://127.0.0.1:9'].flatMap(
      (setting) => ['--set', setting],
    ),
  );
  expect(stderr).toBe('');
  const verdict = readVerdict(out);
  const of = (id: string) => verdict.checks.find((check) => check.id === id);
  expect(of('errors')).toMatchObject({ status: 'fail', n: 7 });
  expect(of('load-delivered')).toMatchObject({ status: 'skipped', reason: 'no-plan' });
  expect(code).toBe(1);
  expect(stdout).toMatch(/planned +not reported by JMeter/);
  // The run directory is whole: the same verdict comes from it again.
  const { load, problems } = await readRun(onlyRun(out));
  expect(problems).toEqual([]);
  expect(load[0]).toMatchObject({ type: 'start', tool: { name: 'JMeter' } });
});
