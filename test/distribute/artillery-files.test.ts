import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  artilleryFiles,
  ENGINE_PACKAGE,
  SCRIPT_FILE,
} from '../../src/distribute/artillery-files.ts';
import { bundleEngine, bundleSystem } from '../../src/distribute/bundle-engine.ts';
import type { TextFile } from '../../src/distribute/prepared.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { serve } from '../load/loopback-server.ts';
import { distributionOf } from './distribution.ts';

const root = mkdtempSync(join(tmpdir(), 'scaleproof-distribute-'));
afterAll(() => rmSync(root, { recursive: true }));
const folder = join(root, 'prepared');
const worker = join(root, 'test_data');

const scenario = await resolveScenario({
  scenario: 'wine',
  environment: 'smoke',
  set: [
    'target=http://127.0.0.1:1',
    'scaleproof.watch=none',
    'phases=[{ duration: 1, arrivalRate: 20 }]',
  ],
  env: process.env,
});
const bundles = { engine: bundleEngine, system: bundleSystem };

function write(into: string, files: readonly TextFile[]): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), text);
  }
}

interface Bom {
  readonly files: { readonly orig: string; readonly noPrefixPosix: string }[];
  readonly modules: string[];
}

/** What Artillery itself says it carries to workers, for Fargate and for Lambda. */
async function manifestOf(script: string): Promise<Bom> {
  const bom = 'node_modules/artillery/dist/lib/platform/aws-ecs/legacy/bom.js';
  const { createBOM } = await import(pathToFileURL(resolve(bom)).href);
  return promisify(createBOM)(script, [], { flags: {}, scenarioPath: script });
}

let bom: Bom;
beforeAll(async () => {
  write(folder, await artilleryFiles(scenario, distributionOf(scenario), bundles));
  bom = await manifestOf(join(folder, SCRIPT_FILE));
  for (const { orig, noPrefixPosix } of bom.files) {
    mkdirSync(dirname(join(worker, noPrefixPosix)), { recursive: true });
    cpSync(orig, join(worker, noPrefixPosix));
  }
});

test('Artillery carries script, package.json, dataset and engine, each at its place', () => {
  const carried = bom.files.map(({ noPrefixPosix }) => noPrefixPosix);
  expect(carried).toEqual(
    expect.arrayContaining([
      SCRIPT_FILE,
      'package.json',
      'dataset-wine.csv',
      `${ENGINE_PACKAGE}/package.json`,
      `${ENGINE_PACKAGE}/engine.js`,
      `${ENGINE_PACKAGE}/pacer-thread.js`,
    ]),
  );
  expect(bom.modules).toEqual([ENGINE_PACKAGE]);
});

test("a worker's npm installs the engine by name, without a registry", () => {
  // As loadgen-worker and the Lambda handler do, with npm's registry out of reach.
  const npm = (...args: string[]) =>
    execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund'], {
      cwd: worker,
      stdio: 'pipe',
    });
  for (const name of bom.modules) npm('install', '--quiet', name);
  npm('install', '--loglevel=silent');
  // The first worker packs node_modules for the others, with what a link leads to.
  const others = join(root, 'others');
  cpSync(join(worker, 'node_modules'), join(others, 'node_modules'), {
    recursive: true,
    dereference: true,
  });
  for (const at of [worker, others]) {
    const manifest = join(at, 'node_modules', ENGINE_PACKAGE, 'package.json');
    expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ main: 'engine.js' });
  }
});

test('the installed engine sends the load, with a system of a module from outside', async () => {
  const target = await serve((response) => response.end('{"label":"positive","score":0.98}'));
  const own = await resolveScenario({
    scenario: 'test/fixtures/sentiment/scenarios/sentiment.yml',
    environment: 'local',
    set: [
      `target=${target.origin}`,
      'scaleproof.watch=none',
      'phases=[{ duration: 1, arrivalRate: 20 }]',
    ],
    env: process.env,
  });
  const samples = join(root, 'samples');
  const distribution = { ...distributionOf(own), samples, startAtMs: Date.now() + 500 };
  // The engine is the one that npm installed above.
  const files = await artilleryFiles(own, distribution, { ...bundles, engine: async () => [] });
  write(worker, files);
  const script = JSON.parse(readFileSync(join(worker, SCRIPT_FILE), 'utf8'));
  const main = join(worker, 'node_modules', ENGINE_PACKAGE, 'engine.js');
  const { default: Engine } = await import(pathToFileURL(main).href);
  const events = new EventEmitter();
  const sent = { counter: 0, correct: 0 };
  events.on('counter', (name: string, value: number) => {
    if (name === 'http.requests') sent.counter += value;
    if (name === 'replay.outcomes.correct') sent.correct += value;
  });
  // In S3, it would claim a number.
  process.env.SCALEPROOF_WORKER = '1';
  const engine = new Engine({ ...script, _scriptPath: join(worker, SCRIPT_FILE) }, events);
  const flow = engine.createScenario(script.scenarios[0], events);
  await promisify((context: unknown, done: (error: Error | null) => void) => flow(context, done))(
    {},
  );
  delete process.env.SCALEPROOF_WORKER;
  await target.close();
  expect(target.requests()).toBe(20);
  expect(sent.counter).toBe(20);
  expect(sent.correct).toBeGreaterThan(0);
  const [start] = readFileSync(join(samples, 'worker-0001.ndjson'), 'utf8').split('\n');
  expect(JSON.parse(start!)).toMatchObject({ type: 'start', planned: 20 });
});
