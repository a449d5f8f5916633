/** Facts and capacity tests made by hand, for tests of what follows from them. */
import type { Facts, LagFact } from '../../src/capacity/recommend/facts.ts';
import type { Capacity } from '../../src/capacity/result.ts';

export const LAG: LagFact = {
  detectionSeconds: 240,
  decisionSeconds: 0,
  provisioningSeconds: 270,
  trafficSeconds: 30,
  isTrafficMeasured: true,
  totalSeconds: 540,
  plusMinusSeconds: 4,
  from: 'run-1, from 1 to 2 instances',
};

export const FACTS: Facts = {
  capacity: {
    eachRps: 118,
    low: 118,
    high: 124,
    from: 'capacity test cap-1: p99 of at most 400 ms on 1 instance',
    concurrencyEach: 6,
  },
  lag: LAG,
  plan: [
    { durationSeconds: 3_600, startRps: 10, endRps: 310 },
    { durationSeconds: 1_200, startRps: 310, endRps: 310 },
  ],
  endpoint: {
    endpointName: 'wine-xgboost',
    variantName: 'AllTraffic',
    region: 'eu-central-1',
    policyName: 'the-policy',
  },
  timeCompression: 1,
};

export const OPTIONS = { growthPerMinute: null, peakRps: null, baseRps: null, surviveOne: false };

const STEP: Capacity['steps'][number] = {
  purpose: 'rising',
  targetRps: 118,
  fromMs: 0,
  toMs: 60_000,
  warmUpSeconds: 10,
  countedSeconds: 50,
  instances: 1,
  requests: 5_900,
  effectiveRequests: 5_000,
  answeredRps: 118,
  outcome: 'met',
  reason: 'ok',
  message: 'p99 of 120 ms.',
  latencyMs: { p50: 50, p95: 90, p99: 120, max: 300, atBound: 120 },
  errorShare: 0,
  concurrency: 6,
  littlesLawDeviation: 0.01,
  modelLatencyMs: 48,
  overheadLatencyMs: 2,
  cpuPercent: null,
  memoryPercent: null,
};

export const CAPACITY: Capacity = {
  schemaVersion: 1,
  runId: 'cap-1',
  scenario: 'wine',
  environment: 'nightly',
  systemId: 'wine',
  way: 'http',
  engine: 'artillery',
  region: 'eu-central-1',
  endpointName: 'wine-xgboost',
  instanceType: 'ml.m5.xlarge',
  timeCompression: 1,
  startedAtMs: 0,
  durationSeconds: 240,
  state: 'found',
  headline: 'One instance carries 118 requests/s.',
  bound: { percentile: 99, maxMs: 400, maxErrorShare: 0.01, confidence: 0.95 },
  unit: { kind: 'instances', count: 1 },
  maxRps: 118,
  interval: { low: 118, high: 124 },
  perUnitRps: 118,
  kneeRps: 120,
  limitedBy: null,
  hysteresis: null,
  steps: [
    STEP,
    {
      ...STEP,
      targetRps: 150,
      answeredRps: 126,
      outcome: 'missed',
      reason: 'latency-over-bound',
      message: 'p99 of 2 s.',
      concurrency: 200,
    },
  ],
  caveats: [],
};
