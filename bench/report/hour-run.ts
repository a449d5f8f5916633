/**
 * Generates a run of an hour at 1,000 requests/s with AWS's periods: 3,600 samples with realistic
 * sketches and about 7,000 observations. Deterministic.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomLcg, randomLogNormal, randomNormal } from 'd3-random';
import type { AwsEvent } from '../../src/record/aws-events.ts';
import type { LoadEvent, SketchLine } from '../../src/record/load-events.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { DurationSketch } from '../../src/record/sketch.ts';
import { right, withAnswers, wrong } from '../../test/verdict/answer-lines.ts';
import { PERIOD_SECONDS, syntheticRun } from '../../test/verdict/synthetic-run.ts';

const LOAD_SECONDS = 3_600;
/** Long enough to include the scale-in. */
const WATCH_SECONDS = 4_620;
const RPS = 1_000;
/** Of the wine dataset. */
const ROWS = 178;
const TARGET_PER_MINUTE = 24_000;
const CLOUDWATCH_PERIOD_SECONDS = 60;

/** One instance is overloaded until the second is in service; `second` as in the samples. */
const isOverloaded = (second: number) => second >= 180 && second < 560;

const random = randomLcg(1);
const jitter = randomNormal.source(random)(0, 6);
const latencyMs = randomLogNormal.source(random)(Math.log(18), 0.4);
const lagMs = randomLogNormal.source(random)(Math.log(0.8), 0.6);

/** Requests behind plan at the end of each second; the next second sends them. */
const behind = Array.from({ length: LOAD_SECONDS }, (_, second) =>
  second < 60 || second === LOAD_SECONDS - 1 ? 0 : Math.round(Math.abs(jitter())),
);

/** @returns the number of lines in `load.ndjson` and `aws.ndjson` */
export function writeHourRun(directory: string): { samples: number; observations: number } {
  const run = withAnswers(loadOfAnHour(), ROWS, (row) =>
    row % 33 === 0 ? wrong('1') : right('0'),
  );
  const manifest = {
    ...run.manifest,
    scenario: { ...run.manifest.scenario, environment: 'nightly', standIn: null },
  };
  const files = {
    'manifest.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'load.ndjson': lines(run.load.map(withRealSketches)),
    'aws.ndjson': lines(run.aws.map(byTheMinute)),
  };
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const samples = run.load.filter(({ type }) => type === 'sample').length;
  return { samples, observations: run.aws.length };
}

function loadOfAnHour(): RunRecord {
  return syntheticRun({
    workers: 1,
    loadSeconds: LOAD_SECONDS,
    watchSeconds: WATCH_SECONDS,
    expect: {
      scaledOut: { fromInstances: 1, atLeastInstances: 2, withinSeconds: 600 },
      reachedRate: { rps: RPS, holdSeconds: 600, minInstances: 2 },
      latency: { percentile: 99, maxMs: 250 },
      accuracy: { minShare: 0.9 },
    },
    steps: [
      { alarmAt: 310, activityAt: 311, desiredAt: 313, inServiceAt: 560, to: 2 },
      { alarmAt: 4_520, activityAt: 4_521, desiredAt: 4_523, inServiceAt: 4_560, to: 1 },
    ],
    // A step a minute: a minute's datapoint is then twelve times that of its first 5 s.
    planned: (second) => Math.min(RPS, 200 * Math.floor(1 + second / 60)),
    sent: (second, planned) => planned - behind[second]! + (behind[second - 1] ?? 0),
    outcomes: (_second, sent) => {
      const wrong = Math.round(sent * (0.03 + jitter() / 1_000));
      return { correct: sent - wrong, wrong };
    },
    serviceTimeMs: (second) => (isOverloaded(second) ? 900 : 20) + jitter() / 2,
    inFlight: (second) => Math.round((isOverloaded(second) ? 900 : 20) + jitter() / 2),
    metric: (_name, start, value) => (start % CLOUDWATCH_PERIOD_SECONDS === 0 ? value : null),
    policy: { targetValue: TARGET_PER_MINUTE },
    highAlarm: { threshold: TARGET_PER_MINUTE, periodSeconds: CLOUDWATCH_PERIOD_SECONDS },
  });
}

/** The synthetic run's sketches have a few buckets; real ones have a hundred or more. */
function withRealSketches(event: LoadEvent): LoadEvent {
  if (event.type !== 'sample') return event;
  const slower = isOverloaded(event.second) ? 45 : 1;
  const { lagMs: late, latencyMs: felt } = event;
  return {
    ...event,
    lagMs: sketchOf(late.count, lagMs),
    latencyMs: sketchOf(felt.count, () => slower * latencyMs() + lagMs()),
    serviceTimeMs: sketchOf(felt.count, () => slower * latencyMs()),
  };
}

function sketchOf(count: number, draw: () => number): SketchLine {
  const sketch = new DurationSketch();
  for (let index = 0; index < count; index += 1) sketch.accept(draw());
  return sketch.toLine();
}

/** Only every twelfth period of the synthetic run was kept; this stretches it to a minute. */
function byTheMinute(event: AwsEvent): AwsEvent {
  const widened = CLOUDWATCH_PERIOD_SECONDS / PERIOD_SECONDS;
  if (event.type === 'alarm' && event.role === 'low') {
    const threshold = TARGET_PER_MINUTE * 0.9;
    return { ...event, threshold, periodSeconds: CLOUDWATCH_PERIOD_SECONDS };
  }
  if (event.type !== 'datapoint') return event;
  const value = event.stat === 'Sum' ? event.value * widened : event.value;
  return {
    ...event,
    value,
    periodSeconds: CLOUDWATCH_PERIOD_SECONDS,
    seenAtMs: event.seenAtMs + (CLOUDWATCH_PERIOD_SECONDS - PERIOD_SECONDS) * 1_000,
  };
}

function lines(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
