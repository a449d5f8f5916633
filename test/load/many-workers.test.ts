import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { predictionTable } from '../../src/analysis/row-predictions.ts';
import { chooseRow } from '../../src/dataset/choose.ts';
import { readDataset } from '../../src/dataset/read.ts';
import { buildPlan } from '../../src/load/plan.ts';
import {
  type LoadEnd,
  type LoadSample,
  type LoadStart,
  loadEventSchema,
} from '../../src/record/load-events.ts';
import { parseLines, readRun } from '../../src/record/read.ts';
import { type ArtilleryPhase, toPhases } from '../../src/scenario/phases.ts';
import { wine } from '../../src/systems/wine.ts';
import { verdictSchema } from '../../src/verdict/verdict.ts';
import { onlyRun, start } from '../cli/command.ts';
import { CORRECT_BODY, serve } from './loopback-server.ts';

const EIGHT_CORES = {
  NODE_OPTIONS: `--import ${fileURLToPath(new URL('./eight-cores.ts', import.meta.url))}`,
  ARTILLERY_DISABLE_TELEMETRY: 'true',
};
const SEED = 7;
const NOWHERE = { path: null, functionName: null, endpointName: null };

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'many-workers-'));
  directories.push(directory);
  return directory;
}

/** Constant rates that seven workers cannot share evenly in whole numbers, a ramp, and a pause. */
const PHASES: ArtilleryPhase[] = [
  { duration: 2, arrivalRate: 5, rampTo: 130 },
  { pause: 1 },
  { duration: 2, arrivalRate: 130 },
];
const plan = buildPlan(toPhases(PHASES));

/** A user's own script: Artillery divides its phases among seven workers. */
function plainScript(target: string, rpsPerWorker: number): object {
  return {
    config: { target, phases: PHASES, engines: { replay: { seed: SEED, rpsPerWorker } } },
    scenarios: [{ engine: 'replay', flow: [{ replay: { system: 'wine' } }] }],
  };
}

/** The real Artillery on eight cores, as far as it knows. */
async function load(rpsPerWorker: number) {
  const bodies: string[] = [];
  const server = await serve(
    (response) => response.end(CORRECT_BODY),
    (request) => collect(request, bodies),
  );
  const directory = newDirectory();
  const script = join(directory, 'script.json');
  writeFileSync(script, JSON.stringify(plainScript(server.origin, rpsPerWorker)));
  const artillery = spawn('node_modules/.bin/artillery', ['run', '--quiet', script], {
    env: { ...process.env, ...EIGHT_CORES, SCALEPROOF_RUN_DIR: directory },
    stdio: 'inherit',
  });
  const code = await new Promise((resolve) => artillery.once('exit', resolve));
  await server.close();
  expect(code).toBe(0);
  return { bodies, ...linesOf(directory) };
}

function linesOf(directory: string) {
  const text = readFileSync(join(directory, 'load.ndjson'), 'utf8');
  const { events, unreadable } = parseLines(text, loadEventSchema);
  expect(unreadable).toEqual([]);
  return {
    starts: events.filter((event): event is LoadStart => event.type === 'start'),
    samples: events.filter((event): event is LoadSample => event.type === 'sample'),
    ends: events.filter((event): event is LoadEnd => event.type === 'end'),
    table: predictionTable(events)!,
  };
}

function collect(request: IncomingMessage, bodies: string[]): void {
  const index = bodies.push('') - 1;
  request.setEncoding('utf8').on('data', (chunk: string) => {
    bodies[index] += chunk;
  });
}

const rows = readDataset('fixtures/wine.csv', wine.dataset);
/** The plan's rows, as one worker alone would draw them. */
const drawn = Array.from({ length: plan.count }, (_, k) => rows[chooseRow(SEED, k, rows.length)]!);

function expectedBodies(): string[] {
  return drawn.map((row) => wine.ways.http!.encode(row, NOWHERE).body!);
}

describe('plain Artillery on eight cores', () => {
  test("as many workers as the peak needs send exactly one worker's plan, from one time zero", async () => {
    const { bodies, starts, samples, ends, table } = await load(50);
    // 130/s at 50/s each.
    expect(starts.map(({ worker }) => worker).sort()).toEqual([1, 2, 3]);
    expect(starts.map(({ totalWorkers }) => totalWorkers)).toEqual([3, 3, 3]);
    expect(new Set(starts.map(({ planStartMs }) => planStartMs)).size).toBe(1);
    expect(new Set(starts.map(({ planDurationMs }) => planDurationMs))).toEqual(new Set([5_000]));

    // Every request of the plan arrives, once, with the row it has in the plan.
    expect(bodies.toSorted()).toEqual(expectedBodies().toSorted());
    expect(ends.map(({ reason, notSent }) => ({ reason, notSent }))).toEqual(
      ends.map(() => ({ reason: 'completed', notSent: {} })),
    );
    const sent = ends.map((end) => end.sent);
    expect(sent.reduce((sum, count) => sum + count)).toBe(plan.count);
    expect(Math.max(...sent) - Math.min(...sent)).toBeLessThanOrEqual(1);

    // The workers' counts of a row add up; the target always answers cultivar 0.
    const asked = Map.groupBy(drawn, ({ number }) => number);
    expect(table.rows.map(({ row, count }) => [row, count])).toEqual(
      [...asked]
        .map(([row, all]) => [row, all.length])
        .toSorted(([a], [b]) => Number(a) - Number(b)),
    );
    for (const { row, predictions } of table.rows) {
      const isCorrect = rows[row - 1]!.label === '0';
      expect(predictions).toMatchObject([{ predicted: '0', isCorrect }]);
    }

    for (let second = 0; second < 5; second += 1) {
      const ofSecond = samples.filter((sample) => sample.second === second);
      const due = plan.dueBefore((second + 1) * 1_000) - plan.dueBefore(second * 1_000);
      expect(ofSecond.reduce((sum, { planned }) => sum + planned, 0)).toBe(due);
      expect(new Set(ofSecond.map(({ startMs }) => startMs)).size).toBe(1);
    }
  }, 120_000);

  test('uses one worker if one is enough', async () => {
    const { bodies, starts, ends } = await load(10_000);
    expect(starts).toMatchObject([{ worker: 1, totalWorkers: 1, planned: plan.count }]);
    expect(ends).toMatchObject([{ sent: plan.count }]);
    expect(bodies.toSorted()).toEqual(expectedBodies().toSorted());
  }, 120_000);
});

test('merges the samples of all workers into one verdict', async () => {
  const out = newDirectory();
  const settings = [
    'phases=[{ duration: 6, arrivalRate: 60 }]',
    'engines.replay.rpsPerWorker=20',
    'scaleproof.standIn.timeCompression=60',
    'scaleproof.settle.maxSeconds=3',
    'scaleproof.standIn.initialInstances=2',
    'scaleproof.standIn.policy.minCapacity=2',
    'scaleproof.standIn.faults={ badInstance: { ordinal: 2, staleShare: 0.5 } }',
    // Of a run without a scale-out; other work on the machine must not decide this test.
    'scaleproof.expect={ errors: { maxShare: 0.01 }, generatorLag: { p99Ms: 5000 } }',
  ].flatMap((setting) => ['--set', setting]);
  const run = start(['run', 'wine', '--out', out, ...settings], EIGHT_CORES);
  onTestFinished(() => void run.process.kill());
  await run.finished;
  const directory = onlyRun(out);
  const { load } = await readRun(directory);
  const starts = load.filter((event) => event.type === 'start');
  expect(starts).toHaveLength(3);
  expect(new Set(starts.map(({ planStartMs }) => planStartMs)).size).toBe(1);
  const verdict = verdictSchema.parse(
    JSON.parse(readFileSync(join(directory, 'verdict.json'), 'utf8')),
  );
  expect(verdict.load).toMatchObject({ planned: 360, sent: 360, notSent: 0, completed: 360 });
  const check = (wanted: string) => verdict.checks.find(({ id }) => id === wanted);
  expect(check('errors')).toMatchObject({ status: 'pass' });
  // Each worker saw a third of the responses; only all three together show rows with two predictions.
  expect(predictionTable(load)).toMatchObject({ count: 360, leftOut: 0 });
  expect(check('consistent')).toMatchObject({ status: 'fail', reason: 'predictions-differ' });
  expect(check('consistent')!.message).toMatch(
    /^\d+ of \d+ rows got different predictions, .* Row \d+ got "\d" .* \((correct|wrong), 0:0\d/,
  );
}, 120_000);
