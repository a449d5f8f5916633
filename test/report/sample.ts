/**
 * A made-up run to render: 10 to 1,000 requests/s over 75 s, held for 65 s, on a stand-in twelve
 * times faster than life. A fluid queue in front of 1, 2 and then 3 instances gives it a latency
 * bump that a reader would recognise. Deterministic, so that goldens hold.
 */
import { eventTiming } from '../../src/analysis/event-timing.ts';
import type { StageId } from '../../src/analysis/scaling-event.ts';
import type { StageMoment } from '../../src/analysis/stages/stage-moment.ts';
import type {
  InstancesPoint,
  LoadPoint,
  MetricPoint,
  Timeline,
} from '../../src/analysis/timeline.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';

export const START_MS = Date.UTC(2026, 5, 1, 9, 30, 0);
const RAMP_SECONDS = 75;
const LOAD_SECONDS = 140;
const PERIOD_SECONDS = 5;
const ONE_INSTANCE_RPS = 640;
const QUEUE = 2_000;

const rateAt = (second: number): number =>
  Math.round(second < RAMP_SECONDS ? 10 + (990 * second) / RAMP_SECONDS : 1_000);
const currentAt = (second: number): number => (second < 68 ? 1 : second < 96 ? 2 : 3);
const desiredAt = (second: number): number => (second < 45 ? 1 : second < 73 ? 2 : 3);

function loadPoints(): LoadPoint[] {
  let queued = 0;
  return Array.from({ length: LOAD_SECONDS }, (_, second) => {
    const planned = rateAt(second);
    const served = Math.min(queued + planned, ONE_INSTANCE_RPS * currentAt(second));
    const rejected = Math.max(0, queued + planned - served - QUEUE);
    queued = queued + planned - served - rejected;
    const waitMs = (1_000 * queued) / (ONE_INSTANCE_RPS * currentAt(second));
    const wrong = Math.round(served * 0.021);
    const wobble = 1 + 0.08 * Math.sin(second * 1.7);
    const outcomes = {
      correct: served - wrong,
      ...(wrong > 0 ? { wrong } : {}),
      ...(rejected > 0 ? { throttled: rejected } : {}),
    };
    return {
      second,
      startMs: START_MS + second * 1_000,
      planned,
      sent: planned,
      sentInOwnSecond: planned,
      notSent: {},
      outcomes,
      outcomesByDue: outcomes,
      completed: served + rejected,
      inFlight: Math.round(queued) + 8,
      backlog: 0,
      latencyP50Ms: 8.4 * wobble + waitMs,
      latencyP95Ms: 15.1 * wobble + waitMs * 1.12,
      latencyP99Ms: 21.7 * wobble + waitMs * 1.2,
      latencyMeanMs: 10.2 * wobble + waitMs,
      serviceTimeMeanMs: 9.7 * wobble + waitMs,
      lagP50Ms: 0.4 * wobble,
      lagP99Ms: 1.3 * wobble,
      connections: Math.ceil(planned / 40),
      eventLoopUtilization: planned / 4_000,
    };
  });
}

function instancePoints(): InstancesPoint[] {
  return Array.from({ length: 400 }, (_, index) => {
    const second = (index - 10) / 2;
    const settled = currentAt(second) === desiredAt(second);
    return {
      atMs: START_MS + second * 1_000,
      current: currentAt(second),
      desired: second > 186 ? 2 : desiredAt(second),
      status: settled ? 'InService' : 'Updating',
    };
  });
}

function invocationPoints(): MetricPoint[] {
  return Array.from({ length: LOAD_SECONDS / PERIOD_SECONDS + 1 }, (_, period) => {
    const seconds = Array.from({ length: PERIOD_SECONDS }, (__, s) => period * PERIOD_SECONDS + s);
    const value = seconds
      .filter((second) => second < LOAD_SECONDS)
      .reduce((sum, second) => sum + rateAt(second) / currentAt(second), 0);
    const startMs = START_MS + period * PERIOD_SECONDS * 1_000;
    return {
      startMs,
      endMs: startMs + PERIOD_SECONDS * 1_000,
      value,
      perMinute: (value * 60) / PERIOD_SECONDS,
      final: true,
    };
  });
}

export const timeline: Timeline = {
  startMs: START_MS,
  load: loadPoints(),
  instances: instancePoints(),
  metrics: [
    {
      service: 'sagemaker',
      container: null,
      metric: 'InvocationsPerInstance',
      stat: 'Sum',
      unit: 'count',
      points: invocationPoints(),
    },
  ],
  target: {
    metric: 'InvocationsPerInstance',
    perPeriod: 2_000,
    periodSeconds: PERIOD_SECONDS,
    perMinute: 24_000,
  },
};

export const emptyTimeline: Timeline = {
  startMs: START_MS,
  load: [],
  instances: [],
  metrics: [],
  target: null,
};

/** The timeline as it stood so many seconds into the load. */
export function timelineUntil(seconds: number): Timeline {
  const untilMs = START_MS + seconds * 1_000;
  return {
    ...timeline,
    load: timeline.load.filter((point) => point.startMs + 1_000 <= untilMs),
    instances: timeline.instances.filter((point) => point.atMs <= untilMs),
    metrics: timeline.metrics.map((series) => ({
      ...series,
      points: series.points.filter((point) => point.endMs + 5_000 <= untilMs),
    })),
  };
}

type Moments = readonly (readonly [StageId, number | null, number, string])[];

function timing(moments: Moments): ReturnType<typeof eventTiming> {
  const entries = moments.map(([id, second, plusMinus, source]): [StageId, StageMoment] => [
    id,
    {
      status:
        second === null ? (id === 'latency-recovered' ? 'not-applicable' : 'missing') : 'measured',
      atMs: second === null ? null : START_MS + second * 1_000,
      plusMinusSeconds: second === null ? null : plusMinus,
      source,
      resolutionSeconds: second === null ? null : plusMinus * 2,
      note:
        second === null && id !== 'latency-recovered' ? 'The run ended before it was seen.' : '',
    },
  ]);
  return eventTiming(Object.fromEntries(entries) as Record<StageId, StageMoment>);
}

const LATENCY = 'load samples';
const CLOUDWATCH = 'CloudWatch datapoint of InvocationsPerInstance';
const HISTORY = 'DescribeAlarmHistory';
const ACTIVITY = 'DescribeScalingActivities';
const ENDPOINT = 'DescribeEndpoint poll';

export const verdict: Verdict = {
  schemaVersion: 2,
  runId: '2026-06-01T09-30-00-wine-7f3a',
  status: 'fail',
  headline:
    'It scales from 1 to 3 instances and holds 1,000 requests/s, but callers waited up to 3.3 s while the second instance came up.',
  attempt: { number: 1, earlier: [] },
  label: 'before the release',
  commit: '4be0f2c1d6a97e35b8c04f1a2d3e5f6071829304',
  versions: { scaleproof: '0.1.0', node: '24.11.0', artillery: '2.0.34' },
  scenario: {
    ...{ name: 'wine', system: 'wine', systemModule: null },
    ...{ environment: 'local', engine: 'artillery', seed: 42 },
  },
  target: {
    ...{ url: 'http://127.0.0.1:8080', path: null, way: 'http' },
    ...{ endpointName: 'wine-xgboost', variantName: 'AllTraffic', region: 'us-east-1' },
    functionName: 'wine-api',
  },
  repeat: {
    command: "npx scaleproof run wine --env local --set 'config.note=a b' --seed 1",
    incompleteBecause: null,
  },
  dataset: {
    file: 'wine.csv',
    rows: 178,
    sha256: '1f4b2a7f2b0c4c9f9b6b8a2e2d8e0c4f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d',
  },
  host: {
    ...{ os: 'linux 6.18.44', arch: 'x64', cpus: 2, cpuModel: 'Any Processor' },
    memoryBytes: 25_276_502_016,
  },
  timeCompression: 12,
  loadFrom: 'engine',
  startedAtMs: START_MS,
  endedAtMs: START_MS + 195_000,
  durationSeconds: 195,
  ended: 'completed',
  cause: { code: 'at-max-capacity', explains: ['latency'], when: during(100, 140) },
  checks: [
    check('load-delivered', 'pass', '102,838 of 102,838 sent (100 %)', 'at least 99.9 %', 102_838),
    check('generator-lag', 'pass', 'p99 1.4 ms', 'at most 50 ms', 102_838),
    check('trigger-crossed', 'pass', '56,100 per minute, 2.3 times the target', 'above 24,000', 29),
    check('scaled-out', 'pass', '3 instances 66.0 s after the breach', '3 within 90 s', 400),
    check('reached-rate', 'pass', '1,000/s for 44 s on 3 instances', '1,000/s for 30 s', 44),
    {
      ...check(
        'latency',
        'fail',
        'p99 3,321 ms (lower bound 3,190 ms)',
        'p99 at most 250 ms',
        99_102,
      ),
      reason: 'service-too-slow',
      message:
        'With 99 % confidence the p99 over the whole run is above the limit; it rose at 0:56, before the second instance was in service. Lower the target or start with two instances.',
      confidence: 0.99,
      observedValue: { value: 3_321, unit: 'ms' },
      limitValue: { value: 250, unit: 'ms' },
    },
    check('errors', 'pass', '0.3 % of completed', 'at most 1 %', 102_838),
    check('accuracy', 'pass', '97.9 % of predictions', 'at least 95 %', 102_500),
    {
      ...check(
        'converged',
        'inconclusive',
        '3 datapoints, the last not final',
        'at most 24,000',
        3,
      ),
      reason: 'metric-not-final',
      message:
        'CloudWatch had not finished the last minute when the collector stopped. Raise settle.maxSeconds.',
    },
    ...(['no-flapping', 'cold-starts', 'throttles', 'spillover', 'concurrency'] as const).map(
      (id) => ({ ...check(id, 'skipped', '', '', 0), reason: 'not-asked' as const, n: null }),
    ),
  ],
  scalingEvents: [
    {
      direction: 'out',
      fromInstances: 1,
      toInstances: 2,
      ...timing([
        ['load-step', 0, 0.5, 'plan'],
        ['metric-breach', 30, 2.5, CLOUDWATCH],
        ['alarm', 44.1, 0.1, HISTORY],
        ['activity', 44.6, 0.1, ACTIVITY],
        ['desired-changed', 45.2, 0.5, ENDPOINT],
        ['in-service', 68.1, 0.5, ENDPOINT],
        ['latency-recovered', 74, 0.5, LATENCY],
      ]),
    },
    {
      direction: 'out',
      fromInstances: 2,
      toInstances: 3,
      ...timing([
        ['load-step', 0, 0.5, 'plan'],
        ['metric-breach', 65, 2.5, CLOUDWATCH],
        ['alarm', 72, 0.1, HISTORY],
        ['activity', 72.4, 0.1, ACTIVITY],
        ['desired-changed', 73, 0.5, ENDPOINT],
        ['in-service', 96.2, 0.5, ENDPOINT],
        ['latency-recovered', 98, 0.5, LATENCY],
      ]),
    },
    {
      direction: 'in',
      fromInstances: 3,
      toInstances: 2,
      ...timing([
        ['load-step', 140, 0.5, 'plan'],
        ['metric-breach', 140, 2.5, CLOUDWATCH],
        ['alarm', 184.2, 0.1, HISTORY],
        ['activity', 185.9, 0.1, ACTIVITY],
        ['desired-changed', 186.5, 0.5, ENDPOINT],
        ['in-service', null, 0, ENDPOINT],
        ['latency-recovered', null, 0, LATENCY],
      ]),
    },
  ],
  load: {
    unknownBecause: null,
    planned: 102_838,
    sent: 102_838,
    notSent: 0,
    completed: 102_838,
    outcomes: { correct: 100_360, wrong: 2_152, throttled: 326 },
    sentShare: 1,
    outcomeShares: {
      ...{ correct: 100_360 / 102_838, wrong: 2_152 / 102_838, throttled: 326 / 102_838 },
    },
    statuses: { 200: 102_512, 429: 326 },
    failures: [
      {
        ...{ atMs: START_MS + 57_000, outcome: 'throttled', status: 429, error: null, row: 12 },
        ...{ latencyMs: 8.14, body: '{"message":"Too Many Requests"}', bodyCharacters: 31 },
      },
      {
        ...{ atMs: START_MS + 58_500, outcome: 'throttled', status: 429, error: null, row: 3 },
        ...{ latencyMs: 7, body: `{"trace":"${'9f'.repeat(90)}`, bodyCharacters: 4_096 },
      },
      {
        ...{
          atMs: START_MS + 60_100,
          outcome: 'network',
          status: null,
          error: 'ECONNRESET',
          row: 7,
        },
        ...{ latencyMs: 12.5, body: null, bodyCharacters: 0 },
      },
    ],
    peakPlannedRps: 1_000,
    peakSentRps: 1_000,
    latencyMs: { p50: 9.1, p95: 2_412, p99: 3_321, max: 3_780.4 },
    serviceTimeMs: { p50: 8.9, p95: 2_410, p99: 3_318, max: 3_779.9 },
    lagMs: { p50: 0.2, p95: 0.9, p99: 1.4, max: 6.1 },
    sketchRelativeAccuracy: 0.01,
    timedOutAfterMs: null,
  },
  instances: { first: 1, peak: 3, last: 3 },
  capacity: {
    bound: { percentile: 99, maxMs: 400, maxErrorShare: 0.01 },
    byInstances: [
      {
        ...{ instances: 1, perInstanceRps: 872.4, limit: 'overload', missedAtRps: 951.5 },
        ...{ seconds: 12, answers: 10_469 },
      },
      {
        ...{ instances: 3, perInstanceRps: 333.3, limit: null, missedAtRps: null },
        ...{ seconds: 44, answers: 44_000 },
      },
    ],
    needed: {
      ...{ peakRps: 1_000, utilization: 0.9, perInstanceRps: 872.4 },
      ...{ toCarry: 2, toMeetTarget: 3, instances: 3, unknownBecause: null },
    },
  },
  findings: [
    {
      code: 'detection-could-be-faster',
      severity: 'note',
      message:
        'Of the 68.1 s from load step to in service, 44.1 s passed before the alarm: InvocationsPerInstance has one datapoint a minute, and three must breach.',
      advice: 'Track ConcurrentRequestsPerModel, which has a datapoint every 10 s.',
      value: { value: 44.1, unit: 'seconds' },
      when: during(0, 44.1),
      evidence: [],
    },
    {
      code: 'at-max-capacity',
      severity: 'problem',
      message:
        'The variant was at its maximum of 3 instances while the metric was over its target.',
      advice: 'Raise MaxCapacity of the scalable target above 3.',
      value: { value: 3, unit: 'instances' },
      when: during(100, 140),
      evidence: [
        { file: 'aws.ndjson', lines: [12, 40, 77] },
        { file: 'load.ndjson', lines: [98] },
      ],
    },
  ],
  settings: {
    endpoint: { kind: 'instances', instanceType: 'ml.m5.xlarge' },
    serverless: null,
    capacity: {
      ...{ minInstances: 1, maxInstances: 3 },
      ...{ scaleOutSuspended: false, scaleInSuspended: false },
    },
    policy: {
      ...{ name: 'wine-target', type: 'TargetTrackingScaling' },
      metric: 'SageMakerVariantInvocationsPerInstance',
      target: { value: 2_000, unit: 'requests/instance' },
      ...{ targetPeriodSeconds: 5, targetPerMinute: 24_000 },
      ...{ scaleOutCooldownSeconds: 5, scaleInCooldownSeconds: 50, scaleInDisabled: false },
    },
    alarms: [
      {
        ...{ name: 'TargetTracking-wine-AlarmHigh', role: 'high' },
        ...{ metric: 'InvocationsPerInstance', stat: 'Sum', comparison: 'GreaterThanThreshold' },
        threshold: { value: 2_000, unit: 'requests/instance' },
        thresholdPerMinute: 24_000,
        ...{ periodSeconds: 5, evaluationPeriods: 3, datapointsToAlarm: 3 },
      },
    ],
    function: null,
    watching: { endpointPollSeconds: 0.5, metricPollSeconds: 1.5, metricPeriodSeconds: 5 },
  },
  trackedMetric: {
    ...{ metric: 'InvocationsPerInstance', stat: 'Sum', periodSeconds: 5, unit: 'per minute' },
    ...{ target: 24_000, highest: 56_100, last: 20_000, datapoints: 29 },
  },
  concurrency: [],
  predictions: {
    labels: [
      { label: '0', asked: 31_000, correct: 31_000 },
      { label: '1', asked: 37_500, correct: 35_825 },
      { label: '2', asked: 25_500, correct: 25_200 },
    ],
    labelsLeftOut: 0,
    confusions: [
      { expected: '1', predicted: '0', count: 1_240 },
      { expected: '1', predicted: '2', count: 435 },
      { expected: '2', predicted: '1', count: 300 },
    ],
    ...{ confusionsLeftOut: 0, withoutLabel: [], unknownLabel: 0 },
  },
  caveats: [
    'Datapoints of the last period were not final when the collector stopped.',
    'DescribeAlarmHistory was throttled once, between 1:12 and 1:14.',
  ],
};

function during(fromSecond: number, toSecond: number): { fromMs: number; toMs: number } {
  return { fromMs: START_MS + fromSecond * 1_000, toMs: START_MS + toSecond * 1_000 };
}

function check(
  id: Verdict['checks'][number]['id'],
  status: Verdict['checks'][number]['status'],
  observed: string,
  limit: string,
  n: number,
): Verdict['checks'][number] {
  return {
    id,
    status,
    reason: 'ok',
    observed,
    observedValue: null,
    limit,
    limitValue: null,
    message: 'As asked for.',
    when: status === 'skipped' ? null : during(0, LOAD_SECONDS),
    confidence: null,
    looks: null,
    n,
  };
}

const NO_SETTINGS: Verdict['settings'] = {
  endpoint: { kind: null, instanceType: null },
  ...{ serverless: null, capacity: null, policy: null, alarms: [], function: null },
  watching: { endpointPollSeconds: null, metricPollSeconds: null, metricPeriodSeconds: null },
};

/** A run that was killed before anything was seen. */
export const emptyVerdict: Verdict = {
  ...verdict,
  status: 'error',
  headline: 'Nothing was measured: the run was cut off before the first second of load.',
  timeCompression: null,
  startedAtMs: null,
  endedAtMs: null,
  durationSeconds: null,
  ended: 'cut-off',
  cause: null,
  checks: [],
  scalingEvents: [],
  load: {
    unknownBecause: null,
    planned: 0,
    sent: 0,
    notSent: 0,
    completed: 0,
    outcomes: {},
    sentShare: null,
    outcomeShares: {},
    statuses: null,
    failures: [],
    peakPlannedRps: 0,
    peakSentRps: 0,
    latencyMs: { p50: null, p95: null, p99: null, max: null },
    serviceTimeMs: { p50: null, p95: null, p99: null, max: null },
    lagMs: { p50: null, p95: null, p99: null, max: null },
    sketchRelativeAccuracy: 0.01,
    timedOutAfterMs: null,
  },
  instances: { first: null, peak: null, last: null },
  ...{ capacity: null, predictions: null },
  findings: [],
  settings: NO_SETTINGS,
  trackedMetric: null,
  caveats: ['load.ndjson is missing: nothing of it was recorded.'],
};
