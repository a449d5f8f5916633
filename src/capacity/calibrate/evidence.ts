/** What calibration looks at: what callers and AWS said, and nothing that only a stand-in knows. */
import { type Analysis, analyse } from '../../analysis/analyse.ts';
import { countedPoints, surelyInService } from '../../analysis/instance-counts.ts';
import type { LoadSecond } from '../../analysis/load-seconds.ts';
import { trafficGraceSeconds } from '../../analysis/traffic-grace.ts';
import type { RunRecord } from '../../record/read.ts';

/** A second of load on a known number of instances, all of which have had time to take traffic. */
export interface SettledSecond {
  readonly second: LoadSecond;
  /** 1 where there are none to count: a serverless endpoint is one. */
  readonly instances: number;
}

export interface Evidence {
  readonly analysis: Analysis;
  /** AWS seconds in one second of the wall clock; 1 on AWS itself. */
  readonly compression: number;
  readonly settled: readonly SettledSecond[];
}

/** Of a real endpoint these are absent; of a stand-in, reading them would be copying instead of measuring. */
export function withoutTruth(record: RunRecord): RunRecord {
  const { standIn: _, ...scenario } = record.manifest.scenario;
  return { ...record, manifest: { ...record.manifest, scenario }, truth: [] };
}

/** @returns null where the factor between AWS's seconds and the clock's is not known */
export function evidenceOf(record: RunRecord): Evidence | null {
  const analysis = analyse(withoutTruth(record));
  const compression = analysis.timeCompression;
  return compression === null
    ? null
    : { analysis, compression, settled: settledSeconds(analysis, compression) };
}

/** New instances may warm up for as long as AWS's slowest containers take after that. */
const WARM_UP_SECONDS = 120;

function settledSeconds(
  { evidence, serving }: Analysis,
  compression: number,
): readonly SettledSecond[] {
  const { seconds, points } = evidence;
  if (serving.kind === 'serverless') return seconds.map((second) => ({ second, instances: 1 }));
  const counted = countedPoints(points);
  const settling = (trafficGraceSeconds(compression) + WARM_UP_SECONDS / compression) * 1_000;
  const rises = counted.flatMap(({ atMs, current }, index) => {
    const before = counted[index - 1];
    return before !== undefined && current > before.current ? [[before.atMs, atMs + settling]] : [];
  });
  return seconds.flatMap((second) => {
    const { startMs } = second;
    const instances = surelyInService(counted, startMs);
    const isNew = rises.some(([fromMs, toMs]) => startMs + 1_000 > fromMs! && startMs < toMs!);
    return instances === null || instances === 0 || isNew ? [] : [{ second, instances }];
  });
}

/** Requests that were not answered in full: their times tell of a timeout, or of a refusal. */
export function failures({ outcomes, completed }: LoadSecond): number {
  return completed - (outcomes.correct ?? 0) - (outcomes.wrong ?? 0);
}
