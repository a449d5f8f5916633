/** What workers on Fargate do, here: real Artillery processes that know nothing of each other meet in moto's S3. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toArtilleryScript } from '../../src/load/artillery.ts';
import type { Distribution } from '../../src/record/distribution.ts';
import { resolveScenario } from '../../src/scenario/resolve.ts';
import { start } from '../cli/command.ts';
import { type MotoServer, startMoto } from '../collector/moto-server.ts';
import { hasMoto } from '../peers.ts';
import { type Endpoint, startEndpoint, stopEndpoint, writeScenario } from './distributed-run.ts';

const SAMPLES = 's3://load/wine/first';
const PLAN = {
  phases: [{ name: 'hold', duration: 5, arrivalRate: 31 }],
  expect: { errors: { maxShare: 0.01 }, generatorLag: { p99Ms: 2_000 } },
};

let endpoint: Endpoint;
let moto: MotoServer;
beforeAll(async () => {
  if (!hasMoto()) return;
  [endpoint, moto] = await Promise.all([
    startEndpoint(['scaleproof.standIn.timeCompression=60']),
    startMoto(),
  ]);
  await fetch(`${moto.url}/load`, { method: 'PUT' });
});
afterAll(async () => {
  if (hasMoto()) await Promise.all([stopEndpoint(endpoint), moto.stop()]);
});

async function work(script: string): Promise<{ code: number; output: string }> {
  const artillery = dirname(createRequire(import.meta.url).resolve('artillery/package.json'));
  const child = spawn(process.execPath, [join(artillery, 'bin/run'), 'run', '--quiet', script], {
    env: { ...process.env, AWS_ENDPOINT_URL_S3: moto.url },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

test('three take two numbers, two send, and what they left is one load', {
  skip: !hasMoto(),
}, async () => {
  const file = writeScenario(endpoint, PLAN);
  const scenario = await resolveScenario({
    scenario: file,
    environment: 'local',
    env: process.env,
  });
  const distribution: Distribution = {
    schemaVersion: 1,
    id: 'first',
    createdAtMs: Date.now(),
    platform: 'fargate',
    engine: 'artillery',
    workers: 2,
    rpsPerWorker: 20,
    arguments: [file, '--env', 'local'],
    systemId: scenario.systemId,
    seed: 1,
    phases: [...scenario.phases],
    startAtMs: null,
    samples: SAMPLES,
  };
  const script = join(mkdtempSync(join(tmpdir(), 'worker-')), 'script.json');
  writeFileSync(script, JSON.stringify(toArtilleryScript(scenario, distribution)));

  const ends = await Promise.all([work(script), work(script), work(script)]);
  expect(ends.map(({ code }) => code).toSorted((a, b) => a - b)).toEqual([0, 0, 11]);
  expect(ends.find(({ code }) => code === 11)!.output).toContain(
    `${SAMPLES}: all 2 numbers are taken, so this worker has nothing to send`,
  );

  const out = mkdtempSync(join(tmpdir(), 'imported-'));
  const { stdout, stderr } = await start(['import', SAMPLES, '--out', out, '--json'], {
    AWS_ENDPOINT_URL_S3: moto.url,
  }).finished;
  const { load, checks } = JSON.parse(stdout || stderr);
  expect(load).toMatchObject({ planned: 155, sent: 155 });
  expect(checks.find(({ id }: { id: string }) => id === 'load-delivered').status).toBe('pass');
});
