/**
 * Run records made up for tests: one healthy run, and a knob for each way in which a run can be ill.
 *
 * The healthy run, in seconds since the plan's time zero (an AWS minute lasts 5 s here):
 *
 *     0      100 requests/s on 1 instance; the target stands for 400 requests/s an instance
 *     20     1,000 requests/s
 *     25     end of the first period over the target
 *     41     alarm;  41.5 activity;  42 desired count 3
 *     64.6   3 instances in service
 *     180    end of the load; watched until 200
 */
import type { AwsEvent, Gap } from '../../src/record/aws-events.ts';
import type { Manifest } from '../../src/record/manifest.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { expectationsSchema } from '../../src/scenario/expectations.ts';
import {
  abortSchema,
  compareSchema,
  replaySettingsSchema,
  settleSchema,
  type WatchedScenario,
  watchSchema,
} from '../../src/scenario/schema.ts';
import { standInSchema } from '../../src/scenario/stand-in-config.ts';

import { syntheticAws } from './synthetic-aws.ts';
import { type Knobs, OFFSET_MS, type Step, T0 } from './synthetic-knobs.ts';
import { syntheticLoad } from './synthetic-load.ts';

export * from './synthetic-knobs.ts';
export { sketchLine } from './synthetic-load.ts';

export const SCALE_OUT: Step = {
  alarmAt: 41,
  activityAt: 41.5,
  desiredAt: 42,
  inServiceAt: 64.6,
  to: 3,
};

const HEALTHY: Knobs = {
  expect: {
    scaledOut: { fromInstances: 1, atLeastInstances: 3, withinSeconds: 90 },
    reachedRate: { rps: 1_000, holdSeconds: 60, minInstances: 3 },
    latency: { percentile: 99, maxMs: 250 },
    accuracy: { minShare: 0.9 },
    converged: {},
    coldStarts: { maxShare: 0.01 },
    throttles: {},
    spillover: { maxShare: 0.01 },
    concurrency: {},
  },
  workers: 2,
  loadSeconds: 180,
  watchSeconds: 200,
  fromInstances: 1,
  steps: [SCALE_OUT],
  planned: (second) => (second < 20 ? 100 : 1_000),
  sent: (_second, planned) => planned,
  outcomes: (_second, sent) => {
    const wrong = Math.round(sent * 0.03);
    return { correct: sent - wrong, wrong };
  },
  latencyMs: (second) => (second >= 21 && second < 66 ? 800 : 20),
  serviceTimeMs: (second) => (second >= 21 && second < 66 ? 799 : 19),
  lagMs: () => 1,
  slowShare: () => 0,
  inFlight: (second, sent) => Math.round((sent * (second >= 21 && second < 66 ? 799 : 19)) / 1_000),
  coldStarts: () => 0,
  connectionLimitHits: () => 0,
  connectionLimitNotSent: false,
  maxCapacity: 4,
  minCapacity: 1,
  scaleOutSuspended: false,
  scaleInSuspended: false,
  offsetMs: OFFSET_MS,
  publishDelaySeconds: 5,
  metric: (_name, _startSecond, value) => value,
  policy: {},
  highAlarm: {},
  instanceType: 'ml.m5.xlarge',
  lambda: {},
  serverless: null,
  extra: [],
  errors: {},
  end: { atMs: T0 + 201_000, how: 'completed', signal: null, message: 'done' },
};

export function syntheticRun(changes: Partial<Knobs> = {}): RunRecord {
  const knobs = { ...HEALTHY, ...changes };
  return {
    directory: 'reports/synthetic',
    manifest: manifest(knobs),
    load: syntheticLoad(knobs),
    aws: [...syntheticAws(knobs), ...knobs.extra],
    truth: [],
    workers: null,
    problems: [],
  };
}

/** The run without AWS lines of those types. */
export function without(record: RunRecord, ...types: AwsEvent['type'][]): RunRecord {
  return { ...record, aws: record.aws.filter((event) => !types.includes(event.type)) };
}

/** The run as a kill at that second leaves it: no end anywhere. */
export function killedAt(record: RunRecord, second: number): RunRecord {
  const untilMs = T0 + second * 1_000;
  return {
    ...record,
    manifest: { ...record.manifest, end: null },
    load: record.load.filter(
      (event) =>
        event.type === 'start' ||
        (event.type === 'sample' && event.startMs + 1_000 <= untilMs) ||
        (event.type === 'answers' && event.startMs + event.seconds * 1_000 <= untilMs),
    ),
    aws: record.aws.filter((event) => seenMs(event) <= untilMs),
  };
}

export function gap(api: string, from: number, to: number, kind: Gap['kind'] = 'throttled'): Gap {
  return {
    type: 'gap',
    api,
    fromMs: T0 + from * 1_000,
    toMs: T0 + to * 1_000,
    kind,
    message: `${kind}: as the test says`,
    attempts: 3,
  };
}

function seenMs(event: AwsEvent): number {
  if ('seenAtMs' in event) return event.seenAtMs;
  return 'atMs' in event ? event.atMs : event.toMs;
}

function manifest(knobs: Knobs): Manifest {
  const scenario: WatchedScenario = {
    name: 'wine',
    system: 'wine',
    systemId: 'wine',
    systemModule: null,
    environment: 'local',
    engine: 'artillery',
    target: 'http://127.0.0.1:9',
    way: 'http',
    address: { path: null, functionName: null, endpointName: 'wine' },
    region: 'us-east-1',
    headersFromEnvironment: {},
    dataset: null,
    phases: [
      { name: 'warm', durationSeconds: 20, startRps: 100, endRps: 100 },
      { name: 'step', durationSeconds: 160, startRps: 1_000, endRps: 1_000 },
    ],
    replay: replaySettingsSchema.parse({}),
    watch: watchSchema.parse({ endpointName: 'wine', pollSeconds: 1 }),
    expect: expectationsSchema.parse(knobs.expect),
    settle: settleSchema.parse({}),
    abort: abortSchema.parse({}),
    compare: compareSchema.parse({}),
    prices: {},
    standIn: standInSchema.parse({}),
  };
  return {
    schemaVersion: 1,
    runId: 'synthetic',
    createdAtMs: T0 - 5_000,
    scenario,
    loadFrom: 'engine',
    label: null,
    commit: null,
    dataset: null,
    versions: { scaleproof: '0.1.0' },
    host: { os: 'linux', arch: 'x64', cpus: 2, cpuModel: 'any', memoryBytes: 1 },
    end: knobs.end,
  };
}
