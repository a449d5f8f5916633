/** Entries of a history, made by hand: whole, and different only in what is given. */
import { HISTORY_VERSION, type RunEntry } from '../../src/history/entry.ts';
import { type SeriesKey, seriesId } from '../../src/history/series-key.ts';
import { DurationSketch } from '../../src/record/sketch.ts';

const DAY_MS = 86_400_000;
const FIRST_NIGHT = Date.UTC(2026, 0, 1, 2);

export const KEY: SeriesKey = {
  scenario: 'wine',
  environment: 'nightly',
  system: 'wine',
  dataset: 'a'.repeat(64),
  way: 'http',
  region: 'eu-west-1',
  engine: 'artillery',
  engineVersion: '2.0.34',
  phases: [{ durationSeconds: 60, startRps: 10, endRps: 1_000 }],
  timeoutMs: 10_000,
  latencyBoundMs: 400,
  abort: { maxErrorShare: 0.5, maxRefusedShare: 0.25, forSeconds: 30 },
  instanceType: 'ml.m5.xlarge',
  serverless: null,
  policy: {
    metric: 'SageMakerVariantInvocationsPerInstance',
    target: 24_000,
    minInstances: 1,
    maxInstances: 4,
    scaleOutCooldownSeconds: 300,
    scaleInCooldownSeconds: 300,
  },
  timeCompression: null,
};

export interface Given extends Partial<Omit<RunEntry, 'metrics' | 'key'>> {
  /** By metric id; a number is a value without an interval. */
  readonly metrics?: Readonly<Record<string, number | RunEntry['metrics'][string]>>;
  readonly key?: Partial<SeriesKey>;
}

/** @param night 0 is 1 January 2026 */
export function entry(
  night: number,
  { metrics = {}, key: other = {}, ...given }: Given = {},
): RunEntry {
  const key = { ...KEY, ...other };
  return {
    type: 'run',
    schemaVersion: HISTORY_VERSION,
    runId: `night-${String(night).padStart(4, '0')}`,
    startedAtMs: FIRST_NIGHT + night * DAY_MS,
    status: 'pass',
    headline: 'Scaled out.',
    ended: 'completed',
    label: null,
    commit: null,
    series: seriesId(key),
    key,
    checks: [],
    findings: [],
    instances: { first: 1, peak: 3, last: 3 },
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([id, value]) => [
        id,
        typeof value === 'number' ? { value, low: null, high: null, n: 1_000 } : value,
      ]),
    ),
    segments: [],
    scalingEvents: [],
    maxRegression: {},
    ...given,
  };
}

/** Six runs with nearly the same median. @param sigma of the latencies within each, as of a log-logistic law */
export function runsOfSpread(firstNight: number, sigma: number): RunEntry[] {
  return Array.from({ length: 6 }, (_, at) => {
    const latencyMs = new DurationSketch();
    for (let share = 0.0005; share < 1; share += 0.001) {
      latencyMs.accept((20 + at / 100) * Math.exp(sigma * Math.log(share / (1 - share))));
    }
    return entry(firstNight + at, {
      metrics: { 'latency-p50.after': latencyMs.quantile(0.5)! },
      segments: [{ name: 'after', seconds: 60, latencyMs: latencyMs.toLine() }],
    });
  });
}
