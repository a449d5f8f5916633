/** Points of a curve: the throughput within the bound that one run or capacity test measured at one count. */
import { counted, milliseconds, percent, rate } from '../format/numbers.js';
import { seriesKey } from '../history/series-key.ts';
import type { RunRecord } from '../record/read.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Capacity } from './result.ts';

/** What must be the same for two points to be on one curve: a series' key without its plan. */
export interface CurveKey {
  readonly system: string;
  readonly way: string | null;
  readonly region: string | null;
  readonly engine: string;
  readonly instanceType: string | null;
  /** In words: its latency and its share of errors. */
  readonly bound: string;
  readonly timeCompression: number | null;
}
export const CURVE_KEY_PARTS: readonly (keyof CurveKey)[] = [
  'system',
  'way',
  'region',
  'engine',
  'instanceType',
  'bound',
  'timeCompression',
];

export interface CurvePoint {
  readonly runId: string;
  readonly from: 'run' | 'capacity-test';
  readonly instances: number;
  /** Of all instances together. */
  readonly rps: number;
}

/** What a directory told: points, or one sentence that says why there are none. */
export interface Told {
  readonly runId: string;
  readonly startedAtMs: number;
  readonly key: CurveKey;
  readonly points: readonly CurvePoint[];
  readonly leftOut: string | null;
}

export function pointsOfTest(test: Capacity): Told {
  const { runId, unit, maxRps, state } = test;
  const why =
    unit.kind !== 'instances' || unit.count === null
      ? 'its capacity is not counted in instances'
      : state === 'at-least'
        ? 'the highest rate it tried was still carried'
        : state !== 'found' || maxRps === null || maxRps <= 0
          ? 'it found no rate that was carried'
          : null;
  return {
    runId,
    startedAtMs: test.startedAtMs,
    key: {
      system: test.systemId,
      way: test.way,
      region: test.region,
      engine: test.engine,
      instanceType: test.instanceType,
      bound: boundInWords(test.bound),
      timeCompression: test.timeCompression,
    },
    ...told(
      runId,
      why,
      why === null ? [{ runId, from: 'capacity-test', instances: unit.count!, rps: maxRps! }] : [],
    ),
  };
}

/** Only what was seen to be a limit: what instances carried at ease says how much they were sent. */
export function pointsOfRun(record: RunRecord, verdict: Verdict): Told {
  const { runId, capacity } = verdict;
  const { system, way, region, engine, instanceType, timeCompression } = seriesKey(record, verdict);
  const points = (capacity?.byInstances ?? []).flatMap(
    ({ instances, perInstanceRps, limit }): CurvePoint[] =>
      limit === null || limit === 'throttles' || perInstanceRps === null
        ? []
        : [{ runId, from: 'run', instances, rps: instances * perInstanceRps }],
  );
  const why = whyUnusable(verdict) ?? (points.length > 0 ? null : noLimit(capacity));
  return {
    runId,
    startedAtMs: verdict.startedAtMs ?? record.manifest.createdAtMs,
    key: {
      ...{ system, way, region, engine, instanceType, timeCompression },
      bound: capacity === null ? 'unknown' : boundInWords(capacity.bound),
    },
    ...told(runId, why, points),
  };
}

function told(runId: string, why: string | null, points: readonly CurvePoint[]) {
  return why === null
    ? { points, leftOut: null }
    : { points: [], leftOut: `${runId} is left out: ${why}.` };
}

/** A generator that was late measured itself. */
function whyUnusable({ ended, checks }: Verdict): string | null {
  if (ended === 'failed') return 'the harness failed';
  const late = checks.find(({ id }) => id === 'generator-lag');
  return late === undefined || late.status === 'pass' || late.status === 'skipped'
    ? null
    : 'its load was not sent on time';
}

function noLimit(capacity: Verdict['capacity']): string {
  if (capacity === null) return 'its instances were not counted, or did not answer for long enough';
  if (capacity.byInstances.some(({ limit }) => limit === 'throttles')) {
    return 'its requests were throttled before they reached an instance';
  }
  const most = capacity.byInstances.reduce(
    (best, one) => ((one.perInstanceRps ?? 0) > (best?.perInstanceRps ?? 0) ? one : best),
    capacity.byInstances[0],
  );
  if (!most?.perInstanceRps) return 'its bound was missed at every rate it sent';
  return `no limit was reached; ${counted(most.instances, 'instance')} carried at least ${rate(most.perInstanceRps)}${most.instances === 1 ? '' : ' each'}`;
}

function boundInWords(bound: {
  readonly percentile: number | null;
  readonly maxMs: number | null;
  readonly maxErrorShare: number;
}): string {
  const errors = `${percent(bound.maxErrorShare)} errors`;
  return bound.percentile === null
    ? errors
    : `p${bound.percentile} ${milliseconds(bound.maxMs)}, ${errors}`;
}
