/**
 * `npm run bench:workers -- [RPS] [ENGINE]`: the same plan sent by 1, 2 and 4 processes of each engine, each time to a fresh
 * stand-in that has to scale out, and judged from what the processes left.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { milliseconds } from '../../src/format/numbers.js';
import type { LoadEnd, LoadSample } from '../../src/record/load-events.ts';
import { DurationSketch } from '../../src/record/sketch.ts';
import {
  collectDuring,
  distribute,
  importInto,
  startEndpoint,
  stopEndpoint,
  writeScenario,
} from '../../test/distribute/distributed-run.ts';
import { hasK6 } from '../../test/peers.ts';
import { describeMachine } from '../machine.ts';
import { figures, table, words } from '../table.ts';

const rps = Number(process.argv[2] ?? 3_000);
const PROCESSES = [1, 2, 4];

/** 24,000 a minute in 5 s periods is 400/s: here in the same proportion to the rate as in `npm start`. */
const STAND_IN = [
  `scaleproof.standIn.policy.targetPerMinute=${24 * rps}`,
  'scaleproof.standIn.instance={ concurrency: 64, serviceTimeMs: 8, provisioningSeconds: 120 }',
];
const PLAN = {
  phases: [
    { name: 'ramp', duration: 20, arrivalRate: 10, rampTo: rps },
    { name: 'hold', duration: 30, arrivalRate: rps },
  ],
  expect: {
    scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 75 },
    reachedRate: { rps, holdSeconds: 10 },
    latency: { percentile: 99, maxMs: 400 },
    errors: { maxShare: 0.01 },
    accuracy: { minShare: 0.95 },
  },
};

interface Row {
  readonly engine: string;
  readonly processes: number;
  readonly verdict: string;
  readonly end: LoadEnd;
  readonly latency: DurationSketch;
  readonly lag: DurationSketch;
}

async function measure(engine: 'artillery' | 'k6', processes: number): Promise<Row> {
  const endpoint = await startEndpoint(STAND_IN);
  try {
    const scenario = writeScenario(endpoint, PLAN);
    const folder = await distribute(scenario, { workers: processes, engine });
    const run = await collectDuring(scenario, `sh '${join(folder, 'start.sh')}'`, processes);
    const { verdict } = await importInto(run, folder);
    const events = readFileSync(join(run, 'load.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LoadSample | LoadEnd);
    const samples = events.filter((event): event is LoadSample => event.type === 'sample');
    const over = (key: 'latencyMs' | 'lagMs') =>
      samples.reduce(
        (sum, sample) => sum.merge(DurationSketch.fromLine(sample[key]!)),
        new DurationSketch(),
      );
    const ill = verdict.checks.filter(({ status }) => status !== 'pass' && status !== 'skipped');
    const why = ill.map(({ id, reason }) => `${id}: ${reason}`).join(', ');
    return {
      engine,
      processes,
      verdict: why === '' ? verdict.status : `${verdict.status} (${why})`,
      end: events.find((event): event is LoadEnd => event.type === 'end')!,
      latency: over('latencyMs'),
      lag: over('lagMs'),
    };
  } finally {
    await stopEndpoint(endpoint);
  }
}

const only = process.argv[3];
const engines = (['artillery', 'k6'] as const).filter(
  (engine) => (engine !== 'k6' || hasK6()) && (only === undefined || only === engine),
);
const rows: Row[] = [];
for (const processes of PROCESSES) {
  for (const engine of engines) {
    rows.push(await measure(engine, processes));
    console.log(`${engine}, ${processes}: ${rows.at(-1)!.verdict}`);
  }
}
const { cpu, cores, date } = describeMachine(new Date());
console.log(`\n${cpu}, ${cores} cores, ${date}; ${rps} requests/s\n`);
const quantile = (sketch: DurationSketch, q: number) => milliseconds(sketch.quantile(q) ?? 0);
console.log(
  table<Row>(
    [
      words('engine', ({ engine }) => engine),
      figures('processes', ({ processes }) => String(processes)),
      words('verdict', ({ verdict }) => verdict),
      figures('planned', ({ end }) => String(end.planned)),
      figures('sent', ({ end }) => String(end.sent)),
      figures('correct', ({ end }) => String(end.outcomes.correct ?? 0)),
      figures('lag p99', ({ lag }) => quantile(lag, 0.99)),
      figures('p50', ({ latency }) => quantile(latency, 0.5)),
      figures('p99', ({ latency }) => quantile(latency, 0.99)),
    ],
    rows,
  ),
);
