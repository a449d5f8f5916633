/** The result of a capacity test, from its record alone: the same for one that ended and one that was killed. Pure. */
import { bestClockOffset } from '../analysis/clock-offset.ts';
import { lastObserved } from '../analysis/last-observed.ts';
import { metricSeries } from '../analysis/metric-series.ts';
import { servingOf } from '../analysis/serving.ts';
import { timeCompressionOf } from '../analysis/time-compression.ts';
import { watchOf } from '../record/manifest.ts';
import type { CapacityRecord } from '../record/read-capacity.ts';
import { bracketOf } from './bracket.ts';
import { caveatsOf } from './caveats.ts';
import { type Ending, endingOf } from './ending.ts';
import { headlineOf } from './headline.ts';
import { hysteresisOf } from './hysteresis.ts';
import type { JudgedStep } from './judge-step.ts';
import { judgeSteps } from './judge-steps.ts';
import { kneeOf } from './knee.ts';
import { type LimitEvidence, limitedBy } from './limited-by.ts';
import { CAPACITY_VERSION, type Capacity, type CapacityStep } from './result.ts';
import { type StepMetrics, stepMetrics } from './step-metrics.ts';

export type MeasuredStep = JudgedStep & StepMetrics;

export function capacityOf(record: CapacityRecord): Capacity {
  const { manifest, begun, aws } = record;
  const { scenario } = manifest;
  const series = metricSeries(aws, bestClockOffset(aws));
  const steps = judgeSteps(record).map((step) => ({ ...step, ...stepMetrics(series, step) }));
  const instanceType = lastObserved(aws, 'endpoint-config')?.instanceType ?? null;
  const evidence = { manifest, aws, series, serving: servingOf(record), instanceType };
  const bracket = bracketOf(steps);
  const ending = endingOf(record, steps);
  const state = stateOf(ending, bracket);
  const limit = limitOf(steps, ending, evidence);
  const unit = unitOf(begun.heldInstances, limit, evidence);
  const interval =
    bracket.low === null
      ? null
      : { low: bracket.low, high: state === 'found' ? bracket.high : null };
  const { low: maxRps } = bracket;
  const searched = steps.filter(({ purpose }) => purpose !== 'falling');
  const found = {
    schemaVersion: CAPACITY_VERSION,
    runId: manifest.runId,
    scenario: scenario.name,
    environment: scenario.environment,
    systemId: scenario.systemId ?? scenario.system,
    way: scenario.way ?? 'http',
    engine: scenario.engine,
    region: watchOf(manifest)?.region ?? null,
    endpointName: watchOf(manifest)?.endpointName ?? null,
    instanceType,
    timeCompression: timeCompressionOf(record),
    startedAtMs: begun.atMs,
    durationSeconds: ((steps.at(-1)?.toMs ?? begun.atMs) - begun.atMs) / 1_000,
    state,
    bound: begun.bound,
    unit,
    maxRps,
    interval,
    perUnitRps: maxRps === null || unit.count === null ? null : maxRps / unit.count,
    kneeRps: kneeOf(searched.filter(({ outcome }) => outcome !== 'void')),
    limitedBy: limit,
    hysteresis: hysteresisOf(steps, maxRps),
    steps: steps.map(published),
  } satisfies Omit<Capacity, 'headline' | 'caveats'>;
  return {
    ...found,
    headline: headlineOf(found, ending),
    caveats: caveatsOf(found, { begun, steps, problems: record.problems }),
  };
}

function stateOf(ending: Ending, { low, high }: ReturnType<typeof bracketOf>): Capacity['state'] {
  switch (ending) {
    case 'found':
      return 'found';
    case 'at-limit':
      return 'at-least';
    case 'none':
      return 'none';
    case 'generator':
      return low === null || high !== null ? 'inconclusive' : 'at-least';
    case 'exhausted':
      return low === null || high === null ? 'inconclusive' : 'found';
    default:
      return 'inconclusive';
  }
}

function limitOf(
  steps: readonly MeasuredStep[],
  ending: Ending,
  evidence: LimitEvidence,
): Capacity['limitedBy'] {
  if (ending === 'generator') {
    const late = steps.findLast(({ outcome }) => outcome === 'void');
    return { resource: 'generator', message: late?.message ?? 'The load was not sent as planned.' };
  }
  const { high } = bracketOf(steps);
  const missed = steps
    .filter(({ purpose, outcome }) => purpose !== 'falling' && outcome === 'missed')
    .filter(({ targetRps }) => high !== null && targetRps >= high)
    .toSorted((left, right) => left.targetRps - right.targetRps);
  // Beside the capacity it is chance what fails first; far above it, a full queue hides it.
  const [first] = missed;
  if (first === undefined) return null;
  const withMetrics = missed.find(({ cpuPercent }) => cpuPercent !== null) ?? first;
  return limitedBy({ ...first, cpuPercent: withMetrics.cpuPercent }, evidence);
}

function unitOf(
  heldInstances: number | null,
  limit: Capacity['limitedBy'],
  { aws, serving }: LimitEvidence,
): Capacity['unit'] {
  if (serving.kind === 'serverless') {
    return { kind: 'concurrency', count: serving.limits.maxConcurrency };
  }
  if (limit?.resource === 'function-concurrency') {
    const settings = lastObserved(aws, 'function');
    return { kind: 'concurrency', count: settings?.reservedConcurrency ?? null };
  }
  return { kind: 'instances', count: heldInstances || null };
}

function published(step: MeasuredStep): CapacityStep {
  const { orderedSeconds: _, outcomes: __, growth: ___, ...rest } = step;
  return rest;
}
