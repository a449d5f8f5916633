import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type PredictionTable, predictionTable } from '../../src/analysis/row-predictions.ts';
import { startArtillery } from '../../src/load/artillery.ts';
import { startK6 } from '../../src/load/k6/k6.ts';
import type { LoadProcess } from '../../src/load/load-process.ts';
import { type LoadEnd, type LoadSample, loadEventSchema } from '../../src/record/load-events.ts';
import { parseLines } from '../../src/record/read.ts';
import { DurationSketch } from '../../src/record/sketch.ts';
import type { Phase, ResolvedScenario } from '../../src/scenario/schema.ts';
import { hasK6, K6 } from '../peers.ts';
import { type Behaviour, CORRECT_BODY, serve } from './loopback-server.ts';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

const byK6 = (scenario: ResolvedScenario, directory: string) => startK6(K6, scenario, directory);

/** Phases of [seconds, rate at its start, rate at its end]. */
function phases(...stretches: [number, number, number][]): Phase[] {
  return stretches.map(([durationSeconds, startRps, endRps], index) => ({
    name: `phase ${index + 1}`,
    durationSeconds,
    startRps,
    endRps,
  }));
}

interface Load {
  readonly start: (scenario: ResolvedScenario, directory: string) => LoadProcess;
  readonly phases: Phase[];
  readonly behave?: Behaviour;
  readonly replay?: Partial<ResolvedScenario['replay']>;
  /** Wine if absent. */
  readonly system?: string;
  /** Called with the load as it runs; may end it. */
  readonly meanwhile?: (load: LoadProcess, requests: () => number) => Promise<void>;
}

/** Sends a load to a loopback server, and reads what was written and what arrived. */
async function send({ start, phases, behave, replay, meanwhile, system = 'wine' }: Load) {
  const directory = mkdtempSync(join(tmpdir(), 'k6-'));
  directories.push(directory);
  const bodies: string[] = [];
  const server = await serve(
    behave ?? ((response) => setTimeout(() => response.end(CORRECT_BODY), SERVICE_TIME_MS)),
    (request) => collect(request, bodies),
  );
  // The engines read no more of a scenario than this.
  const scenario = {
    name: 'wine',
    system,
    way: 'http',
    target: server.origin,
    address: { path: null, functionName: null, endpointName: null },
    headersFromEnvironment: {},
    dataset: null,
    phases,
    replay: { seed: 7, timeoutMs: 2_000, maxConnections: 50, ...replay },
  } as unknown as ResolvedScenario;
  const load = start(scenario, directory);
  await meanwhile?.(load, server.requests);
  const exit = await load.exited;
  await server.close();
  const text = readFileSync(join(directory, 'load.ndjson'), 'utf8');
  const { events, unreadable } = parseLines(text, loadEventSchema);
  expect(unreadable).toEqual([]);
  const samples = events.filter((event): event is LoadSample => event.type === 'sample');
  const end = events.find((event): event is LoadEnd => event.type === 'end');
  const log = readFileSync(join(directory, 'engine.log'), 'utf8');
  return { exit, events, samples, end, bodies, log };
}

/** A module and its dataset, with what its functions return. */
function moduleWith({
  request = "{ method: 'GET', path: '/', headers: {}, body: null }",
  answer = "{ outcome: 'correct', predicted: 'x' }",
}): string {
  const folder = mkdtempSync(join(tmpdir(), 'module-'));
  directories.push(folder);
  writeFileSync(join(folder, 'rows.csv'), 'size,label\n1,x\n2,x\n');
  const file = join(folder, 'module.mjs');
  const dataset = `{ fixture: 'rows.csv', features: [{ name: 'size', kind: 'number' }], label: { name: 'label' } }`;
  const http = `{ encode: () => (${request}), decode: () => (${answer}) }`;
  writeFileSync(
    file,
    `export default { id: 'odd', title: 'Odd', dataset: ${dataset}, ways: { http: ${http} }, defaultWay: 'http' };\n`,
  );
  return file;
}

const SERVICE_TIME_MS = 50;

function collect(request: IncomingMessage, bodies: string[]): void {
  const index = bodies.push('') - 1;
  request.setEncoding('utf8').on('data', (chunk: string) => {
    bodies[index] += chunk;
  });
}

function p50(samples: readonly LoadSample[], which: 'latencyMs' | 'serviceTimeMs'): number {
  const all = new DurationSketch();
  for (const sample of samples) all.merge(DurationSketch.fromLine(sample[which]));
  return all.quantile(0.5)!;
}

function sum(counts: Readonly<Record<string, number | undefined>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0);
}

describe.skipIf(!hasK6())('the real k6 (needs k6: set K6_BIN, or put it on the PATH)', () => {
  test('sends the same rows at the same rate as the replay engine', async () => {
    const plan = phases([2, 5, 25], [1, 0, 0], [2, 20.5, 20.5]);
    const behave: Behaviour = (response) => void setTimeout(() => response.end(CORRECT_BODY), 200);
    const artillery = await send({ start: startArtillery, phases: plan, behave });
    const k6 = await send({ start: byK6, phases: plan, behave });

    expect(k6.exit).toEqual({ code: 0, signal: null, meaning: null });
    expect(k6.events[0]).toMatchObject({ type: 'start', planned: 71, planDurationMs: 5_000 });
    expect(k6.end).toMatchObject({ planned: 71, reason: 'completed' });
    expect(k6.end!.sent + sum(k6.end!.notSent)).toBe(71);
    expect(k6.bodies).toHaveLength(k6.end!.sent);
    // On a busy machine k6 drops what it cannot send in time; the rest is still the plan's.
    if (k6.end!.sent < 71) {
      expect(Object.keys(k6.end!.notSent)).toEqual(['connection-limit']);
      expect(artillery.bodies).toEqual(expect.arrayContaining(k6.bodies));
      return;
    }
    // On connections of their own, neighbours can overtake each other on a busy machine.
    expect(k6.bodies.toSorted()).toEqual(artillery.bodies.toSorted());
    expect(k6.end?.outcomes).toEqual(artillery.end?.outcomes);
    const [table, reference] = [k6, artillery].map(({ events }) => predictionTable(events)!);
    expect(table!.count).toBe(71);
    const withoutTimes = ({ rows }: PredictionTable) =>
      rows.map(({ row, predictions }) => [
        row,
        predictions.map(({ predicted, isCorrect, count }) => [predicted, isCorrect, count]),
      ]);
    expect(withoutTimes(table!)).toEqual(withoutTimes(reference!));
    const planned = (samples: readonly LoadSample[]) => samples.slice(0, 5).map((s) => s.planned);
    expect(planned(k6.samples)).toEqual(planned(artillery.samples));
    expect(k6.samples.map(({ second }) => second)).toEqual(k6.samples.map((_, index) => index));
    expect(k6.samples.reduce((total, { sent }) => total + sent, 0)).toBe(71);

    for (const which of ['latencyMs', 'serviceTimeMs'] as const) {
      // Alike but for what else the machine does; neither can be faster than the server.
      const [reference, measured] = [p50(artillery.samples, which), p50(k6.samples, which)];
      expect(Math.min(reference, measured), which).toBeGreaterThan(195);
      expect(Math.abs(measured - reference), which).toBeLessThanOrEqual(reference * 0.5);
    }
  }, 60_000);

  test('requests dropped for lack of a VU are not sent, and do not make others late', async () => {
    const { end, samples } = await send({
      start: byK6,
      phases: phases([2, 100, 100]),
      replay: { maxConnections: 2 },
    });
    // Two users at 50 ms carry 40 requests a second.
    expect(end?.notSent['connection-limit']).toBeGreaterThan(80);
    expect(end!.sent + sum(end!.notSent)).toBe(200);
    const lag = new DurationSketch();
    for (const sample of samples) lag.merge(DurationSketch.fromLine(sample.lagMs));
    // Taken for the requests before them, half of them would seem some 0.6 s late, the last 1.2 s.
    expect(lag.quantile(0.5)).toBeLessThan(400);
    expect(samples[0]!.connectionLimitHits).toBeGreaterThan(20);
  }, 60_000);

  test.each<[string, Behaviour, string]>([
    ['no answer', () => {}, 'timeout'],
    ['a closed connection', (response) => void response.socket?.destroy(), 'network'],
    ['nonsense', (response) => void response.end('nonsense'), 'malformed'],
    [
      'a redirect',
      (response) => void response.writeHead(302, { location: '/' }).end(),
      'malformed',
    ],
    ['HTTP 429', (response) => void response.writeHead(429).end(), 'throttled'],
    ['HTTP 500', (response) => void response.writeHead(500).end(), 'server-error'],
  ])(
    '%s is its own outcome',
    async (_name, behave, outcome) => {
      const { end, events, samples } = await send({
        start: byK6,
        phases: phases([1, 10, 10]),
        // A machine that stalls must not turn the others into timeouts as well.
        replay: { timeoutMs: outcome === 'timeout' ? 300 : 10_000 },
        behave,
      });
      // Where it stalls, k6 drops what it cannot send in time.
      const { sent } = end!;
      expect(sent + sum(end!.notSent)).toBe(10);
      const answered = outcome !== 'timeout' && outcome !== 'network';
      const statuses = samples.map((sample) => sum(sample.statuses ?? {}));
      expect(statuses.reduce((total, count) => total + count, 0)).toBe(answered ? sent : 0);
      const failures = events.filter(({ type }) => type === 'failure');
      expect(failures).toHaveLength(3);
      const body = answered ? expect.any(String) : null;
      for (const failure of failures) expect(failure).toMatchObject({ outcome, body });
      expect(end?.outcomes).toEqual({ [outcome]: sent });
      expect(sum(end!.errors)).toBe(outcome === 'network' ? sent : 0);
    },
    30_000,
  );

  test('reports unsent requests as stopped when stopped midway', async () => {
    const { end } = await send({
      start: byK6,
      phases: phases([60, 50, 50]),
      meanwhile: async (load, requests) => {
        await until(() => requests() > 50);
        await load.stop();
      },
    });
    expect(end).toMatchObject({ reason: 'stopped', planned: 3_000 });
    expect(end!.sent + sum(end!.notSent)).toBe(3_000);
    expect(end!.notSent.stopped).toBeGreaterThan(2_000);
  }, 30_000);

  const BANANAS = "{ outcome: 'bananas', predicted: null }";
  const NAMED =
    /module\.mjs, ways\.http\.decode, row \d+: .{1,2}outcome.{1,2}: expected one of .*, found .{1,2}bananas/;

  test.each([
    ['artillery', startArtillery, BANANAS, NAMED],
    ['k6', byK6, BANANAS, NAMED],
    ['k6', byK6, 'null', /\.decode, row \d+: expected an outcome, found null/],
    ['k6', byK6, "(() => { throw new Error('boom'); })()", /decode threw for row \d+: Error: boom/],
  ] as const)(
    'by %s, a module whose decode breaks its contract is named',
    async (_engine, start, answer, message) => {
      const system = moduleWith({ answer });
      const { end, log } = await send({ start, phases: phases([1, 10, 10]), system });
      expect(end?.outcomes).toEqual({ malformed: end!.sent });
      expect(log).toMatch(message);
    },
    30_000,
  );

  test('a module that returns no request ends k6 with module, row and value', async () => {
    const { exit, log } = await send({
      start: byK6,
      phases: phases([1, 10, 10]),
      system: moduleWith({ request: 'null' }),
    });
    expect(exit.code).toBe(107);
    expect(log).toMatch(/module\.mjs, ways\.http\.encode, row 1: expected a request, found null/);
  }, 30_000);

  test('a failing script exits with its code and meaning', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'k6-'));
    directories.push(directory);
    const scenario = {
      system: 'none',
      address: { path: null, functionName: null, endpointName: null },
      headersFromEnvironment: {},
      target: 'http://127.0.0.1:1',
      phases: phases([1, 1, 1]),
      replay: { seed: 1, timeoutMs: 100, maxConnections: 1 },
    } as unknown as ResolvedScenario;
    const exit = await startK6(K6, scenario, directory).exited;
    expect(exit).toMatchObject({
      code: 107,
      meaning: expect.stringMatching(/the script threw an exception/),
    });
    expect(readFileSync(join(directory, 'engine.log'), 'utf8')).toMatch(
      /unknown system .{1,2}none/,
    );
  }, 30_000);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
