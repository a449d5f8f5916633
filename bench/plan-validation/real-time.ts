/** The same plan on the stand-in in real time: an ordinary run, real requests, and what the stand-in knows. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlannedChange } from '../../src/planner/plan-result.ts';
import type { LoadSample, LoadStart } from '../../src/record/load-events.ts';
import { readRun } from '../../src/record/read.ts';
import { DurationSketch } from '../../src/record/sketch.ts';
import { CASES, type Case, plannedOf } from './cases.ts';
import { type Compared, planOf, type Seen } from './compare.ts';

/** Loads that one small machine sends and answers beside everything else. */
export const REAL_CASES: readonly Case[] = [
  ...CASES.filter(({ name }) => name === 'the main job (wine, local)'),
  {
    name: 'a launch in two minutes, then steady',
    kind: 'scaling',
    standIn: {
      timeCompression: 12,
      initialInstances: 2,
      policy: { minCapacity: 2, maxCapacity: 6, targetPerMinute: 2_000 },
      instance: { concurrency: 4, serviceTimeMs: 60, queue: 200 },
    },
    phases: [
      [10, 30, 30],
      [10, 30, 250],
      [100, 250, 250],
    ],
    arrivals: 'paced',
    boundMs: 300,
  },
];

/** The plan begins as far into a metric period as the run did: that is chance, and no fault of either. */
export async function realTime(one: Case): Promise<Compared> {
  const folder = mkdtempSync(join(tmpdir(), 'plan-validation-'));
  try {
    const file = join(folder, 'scenario.json');
    writeFileSync(file, JSON.stringify(scenarioOf(one)));
    // Whatever the verdict is: what counts here is what happened.
    const { stderr, status } = spawnSync(
      process.execPath,
      ['bin/scaleproof.js', 'run', file, '--quiet', '--out', folder],
      { encoding: 'utf8' },
    );
    const [run] = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    if (!run) throw new Error(`the run ended with ${status}: ${stderr}`);
    const { seen, planStartMs } = await seenIn(join(folder, run.name), one);
    return { ...plannedFrom(one, planStartMs), seen: [seen] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function plannedFrom(one: Case, planStartMs: number): Omit<Compared, 'seen'> {
  const { timeCompression } = plannedOf(one).traffic;
  const intoPeriodMs = planStartMs % (60_000 / timeCompression);
  const before = [intoPeriodMs / 1_000, 0, 0] as const;
  const { figures, ...planned } = plannedOf({ ...one, phases: [before, ...one.phases] });
  const plan = planOf({ ...planned, figures });
  const beforeSeconds = before[0] * timeCompression;
  const changes = plan.changes.map((change) => ({
    ...change,
    atSeconds: change.atSeconds - beforeSeconds,
  }));
  return {
    name: one.name,
    kind: one.kind,
    plan: { ...plan, changes },
    durationSeconds: figures.wallSeconds * timeCompression - beforeSeconds,
    startInstances: plan.startInstances,
  };
}

/** YAML takes JSON. */
function scenarioOf({ standIn, phases, boundMs }: Case): unknown {
  return {
    config: {
      phases: phases.map(([duration, arrivalRate, rampTo]) => ({ duration, arrivalRate, rampTo })),
      scaleproof: {
        watch: { endpointName: 'planned' },
        expect: { latency: { percentile: 99, maxMs: boundMs, over: 'run' } },
        settle: { maxSeconds: 10 },
        // An overload is what some of them are for.
        abort: { maxErrorShare: 1, maxRefusedShare: 1 },
        standIn,
      },
    },
    scenarios: [{ name: 'planned', engine: 'replay', flow: [{ replay: { system: 'wine' } }] }],
  };
}

async function seenIn(directory: string, one: Case): Promise<{ seen: Seen; planStartMs: number }> {
  const { load, truth } = await readRun(directory);
  const { config, bound, traffic } = plannedOf(one);
  const start = load.find((event): event is LoadStart => event.type === 'start')!;
  const samples = load.filter((event): event is LoadSample => event.type === 'sample');
  const latencies = new DurationSketch();
  let [sent, failed] = [0, 0];
  for (const { latencyMs, outcomes } of samples) {
    latencies.merge(DurationSketch.fromLine(latencyMs));
    for (const [outcome, count] of Object.entries(outcomes)) {
      sent += count;
      if (!['correct', 'wrong'].includes(outcome)) failed += count;
    }
  }
  const { atLeast, atMost } = latencies.countAbove(bound.maxMs);
  const changes = truth.flatMap(({ type, atMs, desired, inService }): PlannedChange[] => {
    const atSeconds = ((atMs - start.planStartMs) * traffic.timeCompression) / 1_000;
    if (type === 'desired-changed') return [{ atSeconds, kind: 'desired', instances: desired }];
    if (type === 'in-service') return [{ atSeconds, kind: 'in-service', instances: inService }];
    return [];
  });
  const seen = {
    overShare: ((atLeast + atMost) / 2 + failed) / sent,
    failedShare: failed / sent,
    p50Ms: latencies.quantile(0.5),
    percentileMs: latencies.quantile(0.99),
    instanceHours: Number.NaN,
    mostInstances: Math.max(
      config.initialInstances,
      ...changes.filter(({ kind }) => kind === 'in-service').map(({ instances }) => instances),
    ),
    changes,
  };
  return { seen, planStartMs: start.planStartMs };
}
