import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startArtillery } from '../../src/load/artillery.ts';
import { loadEventSchema } from '../../src/record/load-events.ts';
import { parseLines } from '../../src/record/read.ts';
import { preflight } from '../../src/run/preflight.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { NO_CREDENTIALS } from '../aws/chain-environment.ts';
import { start } from '../cli/command.ts';

// docs/adding-a-system.md walks through these files.
const SCENARIO = 'test/fixtures/sentiment/scenarios/sentiment.yml';
const WALK_THROUGH = readFileSync('docs/adding-a-system.md', 'utf8');
const CONFIG = 'test/fixtures/sentiment/artillery.yml';
const MODULE = resolve('test/fixtures/sentiment/sentiment.ts');

const ENDPOINT = {
  EndpointName: 'sentiment',
  EndpointStatus: 'InService',
  ProductionVariants: [
    { VariantName: 'AllTraffic', CurrentInstanceCount: 1, DesiredInstanceCount: 1 },
  ],
};

/** The API of the walk-through, as its reader starts it: right about every review but the bag's. */
const api = spawn(process.execPath, ['test/fixtures/sentiment/api.ts', '0']);
/** The AWS API that knows the endpoint. */
const server = createServer((request, response) => {
  request.resume();
  response.end(JSON.stringify(ENDPOINT));
});
const directory = mkdtempSync(join(tmpdir(), 'external-'));
let origin = '';
let aws = '';

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  aws = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [said] = await once(api.stdout, 'data');
  origin = String(said).trim();
  process.env.AWS_ACCESS_KEY_ID ??= 'test';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'test';
});
afterAll(() => {
  api.kill();
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});

function resolveSentiment() {
  return resolveScenario({
    scenario: SCENARIO,
    environment: 'nightly',
    env: { SENTIMENT_API_URL: origin },
    set: [`scaleproof.watch.endpointUrl=${aws}`],
  });
}

function loadEvents() {
  const lines = readFileSync(join(directory, 'load.ndjson'), 'utf8');
  const { events, unreadable } = parseLines(lines, loadEventSchema);
  expect(unreadable).toEqual([]);
  return events;
}

describe('a system that is not part of Scaleproof', () => {
  test('resolves to the absolute path of its module', async () => {
    const scenario = await resolveSentiment();
    expect(scenario).toMatchObject({ system: MODULE, way: 'http', dataset: null, target: origin });
    expect(scenario).toMatchObject({ systemId: 'sentiment', systemModule: '../sentiment.ts' });
  });

  test('is checked with a few rows before the load', async () => {
    const { correct, endpoint } = await preflight(await resolveSentiment());
    expect(correct).toBeGreaterThan(0);
    expect(endpoint?.instances).toBe(1);
  });

  test('is loaded, and every response is compared with its row', async () => {
    const load = startArtillery(await resolveSentiment(), directory);
    expect(await load.exited).toMatchObject({ code: 0, signal: null });
    const [start] = loadEvents();
    expect(start).toMatchObject({ type: 'start', system: 'sentiment' });
    const end = loadEvents().at(-1);
    if (end?.type !== 'end') throw new Error('no end');
    expect(end).toMatchObject({ planned: 40, sent: 40, notSent: {} });
    const { correct = 0, wrong = 0 } = end.outcomes;
    expect(correct + wrong).toBe(40);
    expect(wrong).toBeGreaterThan(0);
    expect(correct).toBeGreaterThan(wrong);
  });

  test('is loaded by plain Artillery as well, from the same files', async () => {
    const args = ['run', '-e', 'local', '--config', CONFIG, '--target', origin, SCENARIO];
    const { stdout } = await promisify(execFile)('node_modules/.bin/artillery', args, {
      env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true' },
    });
    expect(stdout).toMatch(/http\.codes\.200:[ .]*40/);
    expect(stdout).toMatch(/replay\.outcomes\.correct/);
    expect(stdout).toMatch(/replay\.outcomes\.wrong/);
  });

  test('is checked on a machine without AWS, and ends as the walk-through says', async () => {
    const [, args] = /^npx scaleproof (check .*)$/m.exec(WALK_THROUGH)!;
    const check = start(
      [...args!.split(' '), '--set', `target=${origin}`],
      NO_CREDENTIALS as NodeJS.ProcessEnv,
    );
    const { code, stdout, stderr } = await check.finished;
    expect(stderr).toBe('');
    expect(WALK_THROUGH).toContain(
      `\`\`\`\n${stdout.slice(stdout.indexOf('          predicted'))}\`\`\``,
    );
    expect(code).toBe(0);
  });

  test('is checked where its API listens unless told otherwise', async () => {
    const scenario = await resolveScenario({ scenario: SCENARIO, environment: 'local', env: {} });
    const [, port] = /port = '(\d+)'/.exec(readFileSync('test/fixtures/sentiment/api.ts', 'utf8'))!;
    expect(scenario.target).toBe(`http://127.0.0.1:${port}`);
  });
});

test.each(['sentiment.ts', 'scenarios/sentiment.yml', 'artillery.yml', 'api.ts'])(
  'docs/adding-a-system.md shows %s as it is',
  (file) => {
    const source = readFileSync(join('test/fixtures/sentiment', file), 'utf8').trimEnd();
    expect(WALK_THROUGH).toContain(`\n${source}\n\`\`\``);
  },
);
