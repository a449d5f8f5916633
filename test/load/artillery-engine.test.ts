import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { localCredentials } from '../../src/aws/credentials.ts';
import { toArtilleryScript } from '../../src/load/artillery.ts';
import { loadEventSchema } from '../../src/record/load-events.ts';
import { parseLines } from '../../src/record/read.ts';
import type { ResolvedScenario } from '../../src/scenario/schema.ts';
import { NO_CREDENTIALS } from '../aws/chain-environment.ts';
import { type Arrived, expectedAuthorization, scopeOf } from '../aws/verify-signature.ts';
import { CORRECT_BODY, serve } from './loopback-server.ts';

const directory = mkdtempSync(join(tmpdir(), 'artillery-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface ArtilleryReport {
  readonly aggregate: {
    readonly counters: Record<string, number>;
    readonly summaries: Record<string, { readonly min: number; readonly count: number }>;
  };
}

/** The real Artillery, with nothing of Scaleproof around it but the engine. */
function artillery(
  script: object,
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; output: string; report: () => ArtilleryReport }> {
  const file = join(directory, 'script.json');
  const reportFile = join(directory, 'report.json');
  writeFileSync(file, JSON.stringify(script));
  return new Promise((resolve) => {
    const child = execFile(
      'node_modules/.bin/artillery',
      ['run', '--output', reportFile, file],
      { env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true', ...env } },
      (_error, stdout, stderr) =>
        resolve({
          code: child.exitCode,
          output: stdout + stderr,
          report: () => JSON.parse(readFileSync(reportFile, 'utf8')),
        }),
    );
  });
}

function scriptFor(target: string, phases: object[], step: object = { system: 'wine' }) {
  return {
    config: { target, phases, engines: { replay: { seed: 7 } } },
    scenarios: [{ name: 'wine', engine: 'replay', flow: [{ replay: step }] }],
  };
}

test('plain Artillery sends the whole plan through the engine and reports it under the usual names', async () => {
  const paths: string[] = [];
  let firstMs = Number.POSITIVE_INFINITY;
  const server = await serve((response, request) => {
    firstMs = Math.min(firstMs, Date.now());
    paths.push(request.url ?? '');
    setTimeout(() => response.end(CORRECT_BODY), 30);
  });
  const phases = [
    { name: 'ramp', duration: 2, arrivalRate: 5, rampTo: 50 },
    { name: 'pause', pause: 1 },
    { name: 'hold', duration: 2, arrivalRate: 50 },
  ];
  const { code, report } = await artillery(scriptFor(server.origin, phases), {
    SCALEPROOF_RUN_DIR: directory,
  });
  await server.close();
  expect(code).toBe(0);
  expect(server.requests()).toBe(155);
  expect(new Set(paths)).toEqual(new Set(['/DummyStage/DT']));

  const { counters, summaries } = report().aggregate;
  expect(counters).toMatchObject({
    'http.requests': 155,
    'http.responses': 155,
    'http.codes.200': 155,
    'vusers.created': 1,
    'vusers.completed': 1,
  });
  const answered =
    (counters['replay.outcomes.correct'] ?? 0) + (counters['replay.outcomes.wrong'] ?? 0);
  expect(answered).toBe(155);
  expect(summaries['http.response_time']).toMatchObject({ count: 155 });
  expect(summaries['http.response_time']!.min).toBeGreaterThanOrEqual(29);

  const { events, unreadable } = parseLines(
    readFileSync(join(directory, 'load.ndjson'), 'utf8'),
    loadEventSchema,
  );
  expect(unreadable).toEqual([]);
  expect(events[0]).toMatchObject({ type: 'start', planned: 155, planDurationMs: 5_000 });
  expect(events.at(-1)).toMatchObject({ type: 'end', planned: 155, sent: 155, notSent: {} });
  // Whatever is made ready before, no request reaches the target before time zero.
  const [start] = events.filter((event) => event.type === 'start');
  expect(firstMs).toBeGreaterThanOrEqual(start!.planStartMs);
}, 60_000);

test('plain Artillery signs requests for the watched Region', async () => {
  const seen: Arrived[] = [];
  const server = await serve(
    (response) => response.end('0'),
    (request) => {
      const { method = '', url = '', headers } = request;
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => seen.push({ method, url, headers, body }));
    },
  );
  const script = scriptFor(server.origin, [{ duration: 2, arrivalRate: 10 }], {
    system: 'wine',
    way: 'sagemaker',
  });
  const watch = { endpointName: 'wine xgboost', region: 'eu-north-1' };
  const { code } = await artillery({
    ...script,
    config: { ...script.config, scaleproof: { watch } },
  });
  await server.close();
  expect(code).toBe(0);
  expect(seen).toHaveLength(20);
  const credentials = localCredentials();
  for (const arrived of seen) {
    expect(arrived.url).toBe('/endpoints/wine%20xgboost/invocations');
    expect(scopeOf(arrived)).toMatchObject({ region: 'eu-north-1', service: 'sagemaker' });
    expect(arrived.headers.authorization).toBe(await expectedAuthorization(arrived, credentials));
  }
}, 60_000);

test.each([
  ['http', undefined],
  ['sagemaker', 'eu-west-3'],
] as const)('a run by way %s passes Region %s to Artillery', (way, region) => {
  const scenario = {
    ...{ name: 'x', system: 'wine', way, region: 'eu-west-3', dataset: null, phases: [] },
    ...{ target: 'http://127.0.0.1:1', replay: {}, address: {} },
  } as unknown as ResolvedScenario;
  const { scenarios } = toArtilleryScript(scenario) as ReturnType<typeof scriptFor>;
  expect(scenarios[0]!.flow[0]!.replay).toMatchObject({ system: 'wine', way });
  expect((scenarios[0]!.flow[0]!.replay as { region?: string }).region).toBe(region);
});

test.each([
  [1_000, undefined, 1],
  [10_000, undefined, 1],
  [10_001, undefined, 2],
  [1_000, 300, 4],
])('a peak of %s/s, at %s/s each, takes %s workers', (peakRps, rpsPerWorker, workers) => {
  const phases = [
    { name: 'ramp', durationSeconds: 2, startRps: 2.5, endRps: peakRps },
    { name: 'fall', durationSeconds: 2, startRps: peakRps, endRps: 0 },
  ];
  const scenario = {
    ...{ name: 'x', system: 'wine', way: 'http', dataset: null, phases, address: {} },
    ...{ target: 'http://127.0.0.1:1', replay: { rpsPerWorker } },
  } as unknown as ResolvedScenario;
  const { config } = toArtilleryScript(scenario) as { config: object };
  // Artillery starts as many workers as there are arrivals in a second.
  expect(config).toMatchObject({
    phases: [{ duration: 1, arrivalRate: workers }],
    scaleproof: { phases },
  });
});

test('sends nothing without AWS credentials, and says why in one sentence', async () => {
  const script = scriptFor(
    'https://lambda.eu-west-1.amazonaws.com',
    [{ duration: 1, arrivalRate: 1 }],
    {
      system: 'dog-a',
      functionName: 'dogs',
    },
  );
  const { code, output } = await artillery(script, NO_CREDENTIALS as NodeJS.ProcessEnv);
  expect(output).toMatch(
    /Could not send the load: No usable AWS credentials to sign the requests with/,
  );
  expect(code).toBe(11);
}, 60_000);

test('Artillery fails with one sentence when a dataset cannot be read', async () => {
  const script = scriptFor('http://127.0.0.1:1', [{ duration: 1, arrivalRate: 1 }], {
    system: 'wine',
    dataset: 'none.csv',
  });
  const { code, output } = await artillery(script);
  expect(output).toMatch(/Could not send the load: Dataset .*none\.csv does not exist/);
  expect(code).toBe(11);
}, 60_000);
