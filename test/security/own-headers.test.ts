import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { localCredentials } from '../../src/aws/credentials.ts';
import { UserError } from '../../src/input/user-error.ts';
import { prepare } from '../../src/load/artillery-engine/load-order.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { withHeaders } from '../../src/systems/own-headers.ts';
import { expectedAuthorization } from '../aws/verify-signature.ts';
import { onlyRun, scaleproof, start, temporaryDirectory } from '../cli/command.ts';
import { CORRECT_BODY, serve } from '../load/loopback-server.ts';
import { hasK6, K6 } from '../peers.ts';
import { PLANTED, secretsIn, secretsUnder } from './planted.ts';

const KEY = PLANTED.apiKey;
const directory = temporaryDirectory();
mkdirSync(join(directory, 'scenarios'));
writeFileSync(join(directory, 'artillery.yml'), 'config:\n  engines:\n    replay: {}\n');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A scenario whose API wants a key; `local` has a stand-in, `real` has not. */
function writeScenario(headers: string, step = ''): string {
  const file = join(directory, 'scenarios', 'keyed.yml');
  writeFileSync(
    file,
    `config:
  phases: [{ duration: 3, arrivalRate: 5 }]
  scaleproof:
    watch: { endpointName: wine-xgboost, pollSeconds: 0.5, metricPollSeconds: 0.5 }
    settle: { maxSeconds: 1 }
  environments:
    real: { target: "http://127.0.0.1:1" }
    local:
      scaleproof:
        standIn:
          policy: { minCapacity: 1, maxCapacity: 1, targetPerMinute: 1000 }
          instance: { concurrency: 8, serviceTimeMs: 8, provisioningSeconds: 270 }
scenarios:
  - engine: replay
    flow:
      - replay:
          system: wine
          ${step}
          headersFromEnvironment:
            ${headers}
`,
  );
  return file;
}

function resolve(headers: string, env: NodeJS.ProcessEnv = {}, environment = 'real', step = '') {
  return resolveScenario({ scenario: writeScenario(headers, step), environment, env });
}

describe('a scenario names variables', () => {
  test('and contains only their names, never their values', async () => {
    const scenario = await resolve('X-Api-Key: WINE_API_KEY', { WINE_API_KEY: KEY });
    expect(scenario.headersFromEnvironment).toEqual({ 'X-Api-Key': 'WINE_API_KEY' });
    expect(secretsIn(JSON.stringify(scenario))).toEqual([]);
  });

  test('a stand-in needs no key: none is sent, and none must be set', async () => {
    const scenario = await resolve('x-api-key: WINE_API_KEY', {}, 'local');
    expect(scenario.headersFromEnvironment).toEqual({});
  });

  test.each<[string, string, RegExp]>([
    ['x-api-key: WINE_API_KEY', '', /WINE_API_KEY is not set; export WINE_API_KEY=… and run/],
    ['x-api-key: SET_BADLY', '', /SET_BADLY contains characters that a header cannot carry/],
    ['x-api-key: "a-secret-itself"', '', /expected an environment variable name/],
    ['"x-api-key": "{{ $env.SET }}"', '', /expected only the variable name; write SET/],
    ['host: SET', '', /depends on the connection/],
    ['Content-Length: SET', '', /depends on the connection/],
    ['connection: SET', '', /depends on the connection/],
    ['Transfer-Encoding: SET', '', /depends on the connection/],
    ['proxy-authorization: SET', '', /depends on the connection/],
    ['accept-encoding: SET', '', /part of the system contract/],
    ['content-type: SET', '', /part of the system contract/],
    ['X-Amz-Date: SET', '', /reserved for AWS and its signature/],
    ['"x key": SET', '', /not a header name/],
    ['authorization: SET', 'way: sagemaker', /carries its signature in this header/],
    ['x-api-key: SET\n            X-API-Key: SET', '', /is the same header; keep one/],
  ])('%s is refused, with file, line and key', async (headers, step, message) => {
    const env = { SET: 'value', SET_BADLY: 'one\r\nx-two: 2' };
    const failure = await resolve(headers, env, 'real', step).catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(UserError);
    const text = (failure as Error).message;
    expect(text).toMatch(message);
    expect(text).toMatch(/keyed\.yml, line 2\d: .*headersFromEnvironment\./);
    expect(text).not.toMatch(/a-secret-itself|x-two/);
  });

  test('by way http the Authorization header is free', async () => {
    const scenario = await resolve('authorization: SET', { SET: 'value' });
    expect(scenario.headersFromEnvironment).toEqual({ authorization: 'SET' });
  });
});

test("a custom header replaces the request's, regardless of case", () => {
  const request = {
    method: 'GET',
    path: '/',
    headers: { 'User-Agent': 'a', b: 'c' },
    body: null,
  } as const;
  expect(withHeaders(request, { 'user-agent': 'own' }).headers).toEqual({
    b: 'c',
    'user-agent': 'own',
  });
  expect(withHeaders(request, {})).toBe(request);
});

test('is covered by the signature on signed ways', async () => {
  vi.stubEnv('WINE_API_KEY', KEY);
  const { options, close } = await prepare({
    phases: [{ name: 'one', durationSeconds: 1, startRps: 1, endRps: 1 }],
    worker: 1,
    totalWorkers: 1,
    system: 'wine',
    datasetFile: null,
    way: 'sagemaker',
    address: { path: null, functionName: null, endpointName: 'wine' },
    region: 'eu-west-1',
    headersFromEnvironment: { 'X-Api-Key': 'WINE_API_KEY' },
    seed: 1,
    origin: 'http://127.0.0.1:1',
    timeoutMs: 1_000,
    maxConnections: 1,
  });
  close();
  vi.unstubAllEnvs();
  const { method, path: url, headers, body } = options.draw(0).request;
  expect(headers['x-api-key']).toBe(KEY);
  expect(headers.authorization).toMatch(/SignedHeaders=[^,]*\bx-api-key\b/);
  const arrived = { method, url, headers, body: body ?? '' };
  expect(headers.authorization).toBe(await expectedAuthorization(arrived, localCredentials()));
});

/** Predicts for those who bring the key, and quotes what others bring. */
function wantsKey(response: ServerResponse, { headers }: IncomingMessage): void {
  if (headers['x-api-key'] === KEY) response.end(CORRECT_BODY);
  else response.writeHead(403).end(JSON.stringify({ message: 'Forbidden' }));
}

describe('an API that wants a key', () => {
  test.each([['artillery'], ...(hasK6() ? [['k6']] : [])])(
    'is loaded through %s, and the key is in no file and on no screen',
    async (engine) => {
      const keysSeen = new Set<unknown>();
      const api = await serve(wantsKey, ({ headers }) => keysSeen.add(headers['x-api-key']));
      const local = start(['local', 'wine', '--port', '0']);
      // Also when the test fails midway.
      onTestFinished(() => void local.process.kill('SIGKILL'));
      let shown = '';
      local.process.stdout!.on('data', (text: string) => {
        shown += text;
      });
      await local.shown(/AWS_ENDPOINT_URL/);
      const aws = /http:\/\/127\.0\.0\.1:\d+/.exec(shown)![0];
      const dataset = join(directory, 'first-class.csv');
      writeFileSync(dataset, firstClassRows());
      const file = writeScenario('x-api-key: WINE_API_KEY', 'dataset: ../first-class.csv');
      const out = join(directory, engine);
      mkdirSync(out);
      const run = await start(
        [
          ...['run', file, '--env', 'real', '--engine', engine, '--out', out],
          ...['--set', `target=${api.origin}`, '--set', `scaleproof.watch.endpointUrl=${aws}`],
        ],
        { WINE_API_KEY: KEY, K6_BIN: K6 },
      ).finished;
      await api.close();
      local.process.kill('SIGTERM');
      await local.finished;

      expect(run.stderr).toBe('');
      // Ten rows of preflight and the load.
      expect(api.requests()).toBe(10 + 15);
      expect(keysSeen).toEqual(new Set([KEY]));
      const verdict = JSON.parse(readFileSync(join(onlyRun(out), 'verdict.json'), 'utf8'));
      expect(verdict.load.outcomes).toEqual({ correct: 15 });
      expect(secretsIn(run.stdout)).toEqual([]);
      expect(secretsUnder(out)).toEqual([]);
      const told = engine === 'k6' ? 'k6-order.json' : 'artillery-script.json';
      for (const name of ['manifest.json', told]) {
        expect(readFileSync(join(onlyRun(out), name), 'utf8')).toContain(
          '"x-api-key": "WINE_API_KEY"',
        );
      }
    },
  );

  test('is checked, and a key quoted by the response is redacted', async () => {
    const file = writeScenario('x-api-key: WINE_API_KEY');
    const lengths = [0, 100, 140, 155, 600];
    const quoting = await serve((response, { headers }, number) => {
      const before = 'x'.repeat(lengths[number - 1]!);
      response.writeHead(403).end(`${before} unknown key ${headers['x-api-key']}`);
    });
    const rows = lengths.flatMap((_, index) => ['--row', String(index + 1)]);
    const { code, stdout, stderr } = await start(
      ['check', file, '--env', 'real', ...rows, '--set', `target=${quoting.origin}`],
      { WINE_API_KEY: KEY },
    ).finished;
    await quoting.close();
    expect(stdout.match(/HTTP 403: /g)).toHaveLength(lengths.length);
    expect(stdout + stderr).not.toMatch(/planted/);
    expect(code).toBe(1);
  });

  test('is not sent to other hosts in a collection', async () => {
    const keysSeen: unknown[] = [];
    const other = await serve(
      (response) => response.end(CORRECT_BODY),
      ({ headers }) => keysSeen.push(headers['x-api-key']),
    );
    const collection = join(directory, 'other.json');
    const request = {
      method: 'POST',
      url: `${other.origin}/DummyStage/DT`,
      body: { mode: 'raw', raw: '{"body":"1"}' },
    };
    writeFileSync(
      collection,
      JSON.stringify({ info: { name: 'other' }, item: [{ name: 'one', request }] }),
    );
    const file = writeScenario('x-api-key: WINE_API_KEY');
    await start(['check', file, '--env', 'real', '--postman', collection, '--keep-host'], {
      WINE_API_KEY: KEY,
    }).finished;
    await other.close();
    expect(keysSeen).toEqual([undefined]);
  });

  test('without the key: one sentence, exit 2, and nothing was sent', async () => {
    const file = writeScenario('x-api-key: WINE_API_KEY');
    const { code, stdout, stderr } = await scaleproof('check', file, '--env', 'real');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^[^\n]*keyed\.yml, line \d+: [^\n]*WINE_API_KEY is not set[^\n]*\n$/);
    expect(code).toBe(2);
  });
});

/** Rows that CORRECT_BODY is right about. */
function firstClassRows(): string {
  const [header, ...rows] = readFileSync('fixtures/wine.csv', 'utf8').trim().split('\n');
  const first = rows.filter(
    (row) => row.trim().split(',').at(-1) === rows[0]!.trim().split(',').at(-1),
  );
  return `${[header, ...first].join('\n')}\n`;
}
