/** A run of a few lines with every type of event in it, cut from the sample run and a little more. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const RUN_FILES = ['manifest.json', 'load.ndjson', 'aws.ndjson', 'truth.ndjson'] as const;
export type RunFile = (typeof RUN_FILES)[number];
export type RunTexts = Readonly<Record<RunFile, string>>;

const SAMPLE = 'reports/sample';

export function smallRun(): RunTexts {
  const aws = linesOf('aws.ndjson');
  const first = JSON.parse(aws[0]!);
  const atMs = first.atMs ?? first.seenAtMs;
  return {
    'manifest.json': readFileSync(join(SAMPLE, 'manifest.json'), 'utf8'),
    'load.ndjson': asText([
      ...everyNth(linesOf('load.ndjson'), 5),
      ...answers(JSON.parse(linesOf('load.ndjson')[0]!).planStartMs),
    ]),
    'aws.ndjson': asText([
      ...everyNth(aws, 40),
      ...others(atMs).map((line) => JSON.stringify(line)),
    ]),
    'truth.ndjson': asText(everyNth(linesOf('truth.ndjson'), 3)),
  };
}

/** Two rows that got one prediction, and one that got two; and a failing response. */
function answers(startMs: number): string[] {
  const group = { predicted: '0', outcome: 'correct' };
  const line = { type: 'answers', worker: 1, startMs, second: 0, seconds: 5, leftOut: 0 };
  const first = { rows: [1, 2, 3], counts: [4, 5, 6], first: [0, 1, 2], last: [3, 4, 4] };
  const other = { rows: [3], counts: [1], first: [4], last: [4] };
  const groups = [
    { ...group, ...first },
    { predicted: '2', outcome: 'wrong', ...other },
  ];
  return [
    { ...line, groups },
    { ...line, second: 5, leftOut: 12, groups: [] },
    {
      ...{ type: 'failure', worker: 1, atMs: startMs, outcome: 'malformed', status: 200, row: 1 },
      ...{ error: null, latencyMs: 5, body: '<html>', bodyCharacters: 6 },
    },
  ].map((one) => JSON.stringify(one));
}

/** What the sample has no line of, or lost with those left out. */
function others(atMs: number): object[] {
  const alarm = {
    metric: 'InvocationsPerInstance',
    stat: 'Sum',
    comparison: 'GreaterThanThreshold',
  };
  const datapoint = {
    type: 'datapoint',
    seenAtMs: atMs + 9_000,
    timestampMs: atMs,
    periodSeconds: 5,
  };
  const final = { revision: 0, final: true };
  return [
    { type: 'endpoint-config', atMs, name: 'wine-config', instanceType: 'ml.t2.medium' },
    { type: 'function', atMs, name: 'wine', reservedConcurrency: 5, accountConcurrency: 1_000 },
    {
      type: 'gap',
      api: 'DescribeAlarms',
      fromMs: atMs,
      toMs: atMs + 2_000,
      kind: 'throttled',
      message: 'Rate exceeded',
      attempts: 3,
    },
    {
      type: 'policy',
      atMs,
      name: 'track',
      policyType: 'TargetTrackingScaling',
      metric: 'SageMakerVariantInvocationsPerInstance',
      targetValue: 2_000,
      scaleOutCooldownSeconds: 5,
      scaleInDisabled: false,
    },
    {
      type: 'scalable-target',
      atMs,
      minCapacity: 1,
      maxCapacity: 4,
      scaleOutSuspended: false,
      scaleInSuspended: false,
    },
    {
      type: 'alarm',
      atMs,
      name: 'TargetTracking-AlarmHigh',
      role: 'high',
      state: 'OK',
      ...alarm,
      threshold: 2_000,
      periodSeconds: 5,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
    },
    {
      type: 'alarm-transition',
      seenAtMs: atMs + 20_000,
      name: 'TargetTracking-AlarmHigh',
      timestampMs: atMs + 19_000,
      from: 'OK',
      to: 'ALARM',
    },
    {
      type: 'activity',
      seenAtMs: atMs + 21_000,
      id: 'a-1',
      status: 'Successful',
      startMs: atMs + 20_000,
      endMs: atMs + 30_000,
      description: 'Setting desired instance count to 2.',
      cause: 'monitor alarm',
      statusMessage: 'Done',
      notScaledReasons: ['AlreadyAtMaxCapacity'],
    },
    {
      ...datapoint,
      ...final,
      service: 'lambda',
      metric: 'Throttles',
      stat: 'Sum',
      unit: 'count',
      value: 1,
    },
    {
      ...datapoint,
      ...final,
      service: 'api-gateway',
      metric: 'Latency',
      stat: 'Average',
      unit: 'ms',
      value: 30,
    },
    {
      ...datapoint,
      ...final,
      container: 'scaler',
      metric: 'ContainerLatency',
      stat: 'Average',
      unit: 'ms',
      value: 3,
    },
    {
      ...datapoint,
      ...final,
      metric: 'CPUUtilization',
      stat: 'Average',
      unit: 'percent',
      value: 70,
    },
  ];
}

function linesOf(file: RunFile): string[] {
  return readFileSync(join(SAMPLE, file), 'utf8').trim().split('\n');
}

/** The first and the last always. */
function everyNth(lines: readonly string[], n: number): string[] {
  return lines.filter((_, index) => index % n === 0 || index === lines.length - 1);
}

function asText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
