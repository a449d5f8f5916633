/** An API without SageMaker behind it, as its owner would use every command on it: no AWS, no credentials. */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readRun } from '../../src/record/read.ts';
import { judge } from '../../src/verdict/judge.ts';
import { NO_CREDENTIALS } from '../aws/chain-environment.ts';
import { expectPassUnlessStarved } from './any-speed.ts';
import { start } from './command.ts';
import { scaleproofHere } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'unwatched-'));
const file = join(folder, 's.yml');
const out = join(folder, 'reports');
let api = '';
let askedOfAws = 0;

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { text } = JSON.parse(body) as { text: string };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ label: /broke/.test(text) ? 'negative' : 'positive' }));
});
/** Where every client of AWS would send its calls, and look for credentials. */
const aws = createServer((_, response) => {
  askedOfAws += 1;
  response.writeHead(500).end();
});
let env: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  for (const each of [server, aws]) each.listen(0, '127.0.0.1');
  await Promise.all(
    [server, aws].filter((each) => !each.listening).map((e) => once(e, 'listening')),
  );
  const url = (of: typeof server) => `http://127.0.0.1:${(of.address() as AddressInfo).port}`;
  api = url(server);
  env = {
    ...NO_CREDENTIALS,
    AWS_EC2_METADATA_DISABLED: 'false',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: url(aws),
    AWS_CONTAINER_CREDENTIALS_FULL_URI: url(aws),
    AWS_ENDPOINT_URL: url(aws),
  };
  writeFileSync(file, scenarioText('    watch: none\n'));
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => {
  for (const each of [server, aws]) each.close();
  rmSync(folder, { recursive: true });
});

function scenarioText(watch: string): string {
  return `config:
  target: ${api}
  phases: [{ duration: 4, arrivalRate: 25 }]
  scaleproof:
${watch}    expect:
      reachedRate: { rps: 25, holdSeconds: 3 }
      latency: { percentile: 95, maxMs: 5000, over: run }
      accuracy: { minShare: 0.5 }
scenarios: [{ name: s, engine: replay, flow: [{ replay: { system: ${resolve('test/fixtures/sentiment/sentiment.ts')} } }] }]
`;
}

/** Only runs need processes of their own. */
const scaleproof = async (...args: string[]) => {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const sends = args[0] === 'run' && !args.includes('--dry-run');
  return sends ? start(args, env).finished : scaleproofHere(...args);
};

describe('a run', () => {
  test('is loaded, judged and reported, by what callers got alone', async () => {
    const { code, stdout } = await scaleproof('run', file, '--out', out);
    const [name] = readdirSync(out);
    const directory = join(out, name!);
    expect(readdirSync(directory).toSorted()).toEqual(
      [
        ...['artillery-script.json', 'engine.log', 'junit.xml', 'load.ndjson', 'manifest.json'],
        ...['report.html', 'report.md', 'verdict.json'],
      ].toSorted(),
    );
    const verdict = judge(await readRun(directory));
    expect(JSON.parse(readFileSync(join(directory, 'verdict.json'), 'utf8'))).toEqual(verdict);
    expectPassUnlessStarved(verdict, code);
    expect(verdict.load).toMatchObject({ planned: 100, outcomes: { correct: expect.any(Number) } });
    expect(verdict.checks.filter(({ reason }) => reason === 'not-watched')).toHaveLength(7);
    if (verdict.status === 'pass') {
      expect(verdict.headline).toMatch(
        /^Answered 25 requests\/s for \d+ s within p95 5,000 ms over the run; scaling was not watched\.$/,
      );
    }
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(verdict.headline);
    expect(stdout).not.toMatch(/Waiting for the last metrics|endpoint|alarm/);
    const page = readFileSync(join(directory, 'report.html'), 'utf8');
    expect(page).toContain('Not watched: trigger-crossed');
    expect(page).not.toContain('id="chart-instances"');
    expect(readFileSync(join(directory, 'junit.xml'), 'utf8')).toContain('skipped="8"');
  });

  test('of samples alone is the same', async () => {
    const samples = join(out, readdirSync(out)[0]!, 'load.ndjson');
    const again = join(folder, 'again');
    const { code, stderr } = await scaleproof(
      ...['run', file, '--load-from', samples, '--out', again, '--json'],
    );
    expect(stderr).toContain('Judging the samples alone');
    const verdict = judge(await readRun(join(again, readdirSync(again)[0]!)));
    expectPassUnlessStarved(verdict, code);
    expect(verdict).toMatchObject({ loadFrom: 'file', load: { planned: 100 } });
  });

  test('of a scenario that watches is one for the asking, as the walk-through says', async () => {
    const page = readFileSync('docs/adding-a-system.md', 'utf8');
    const [, command] = /^npx scaleproof (run .* --set scaleproof\.watch=none)$/m.exec(page)!;
    const to = join(folder, 'walk-through');
    const { code } = await scaleproof(
      ...command!.split(' '),
      '--set',
      `target=${api}`,
      '--out',
      to,
    );
    const verdict = judge(await readRun(join(to, readdirSync(to)[0]!)));
    // Forty requests on a busy machine may be too few to say that they left on time.
    expect([
      ['pass', 0],
      ['inconclusive', 3],
    ]).toContainEqual([verdict.status, code]);
    expect(verdict.settings.watching).toBeNull();
  });

  test('may say beforehand what it would do', async () => {
    const { code, stdout } = await scaleproof('run', file, '--out', out, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/endpoint {5}not watched\n/);
    expect(stdout).toContain('Duration: 0:04 of load.\nCost: nothing');
  });
});

test('`collect` without samples has nothing to collect', async () => {
  const { code, stderr } = await scaleproof('collect', file, '--env', 'local', '--for', '20');
  expect(code).toBe(2);
  expect(stderr).toMatch(/has `watch: none`, so there is nothing to collect; add --load-from FILE/);
});

test('`doctor` asks nothing of AWS, and says so', async () => {
  const { code, stdout } = await scaleproof('doctor', file, '--json');
  expect(code).toBe(0);
  const { items, region, cost, duration } = JSON.parse(stdout);
  expect({ region, rows: cost.rows, duration }).toEqual({
    region: null,
    rows: [],
    duration: { loadSeconds: 4, settleSeconds: { low: 0, high: 0 } },
  });
  const groups = items.map(({ group }: { group: string }) => group);
  expect(groups).not.toContain('Credentials and permissions');
  expect(items.at(-1)).toMatchObject({ id: 'aws', status: 'skipped' });
});

describe('`doctor` of a load that is signed', () => {
  const signed = (target: string) => {
    const name = join(folder, 'signed.yml');
    const step = 'system: dog-b, way: lambda, functionName: f, region: eu-west-1';
    writeFileSync(
      name,
      `config: { target: '${target}', phases: [{ duration: 4, arrivalRate: 1 }], scaleproof: { watch: none } }
scenarios: [{ engine: replay, flow: [{ replay: { ${step} } }] }]
`,
    );
    return scaleproof('doctor', name, '--json');
  };
  const credentialsIn = (stdout: string) =>
    JSON.parse(stdout).items.find(({ id }: { id: string }) => id === 'credentials');

  test('for this machine needs no credentials', async () => {
    const { code, stdout } = await signed(api);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).region).toBe('eu-west-1');
    expect(credentialsIn(stdout)).toMatchObject({ status: 'ok' });
  });

  test('for AWS needs them', async () => {
    const before = askedOfAws;
    const { code, stdout } = await signed('http://lambda.invalid');
    expect(code).toBe(1);
    expect(credentialsIn(stdout)).toMatchObject({
      status: 'problem',
      message: expect.stringMatching(/^No usable AWS credentials/),
    });
    // Looked for, as they must be; the rest of this file counts on none.
    askedOfAws = before;
  });
});

test('`iam` says that no permission is needed', async () => {
  const { code, stdout, stderr } = await scaleproof('iam', file);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^This scenario needs no AWS permission: /);
  expect(JSON.parse(stdout)).toEqual({ Version: '2012-10-17', Statement: [] });
});

test('a bound on the cost of what nobody watches cannot be enforced', async () => {
  const far = ['--set', 'target=http://api.invalid', '--max-cost', '5'];
  const { code, stderr } = await scaleproof('run', file, ...far);
  expect(code).toBe(2);
  expect(stderr).toMatch(/Cannot enforce --max-cost 5: .* leave out the flag/);
  const asked = await scaleproof('run', file, '--set', 'target=http://api.invalid');
  expect(asked.stderr).toMatch(/costing an unknown amount\. Add --yes/);
});

test('`check` needs no word about watching at all', async () => {
  const plain = join(folder, 'plain.yml');
  writeFileSync(plain, scenarioText(''));
  const checked = await scaleproof('check', plain, '--all', '--min-share', '0.5');
  expect(checked.stdout).toMatch(/^PASS {2}11 of 12 correct/m);
  expect(checked.code).toBe(0);
  const run = await scaleproof('run', plain, '--out', out);
  expect(run.stderr).toMatch(/"config.scaleproof.watch": expected a section .* or `none`/);
  expect(run.code).toBe(2);
});

test('nothing of all this asked AWS, or looked for credentials', () => {
  expect(askedOfAws).toBe(0);
});
