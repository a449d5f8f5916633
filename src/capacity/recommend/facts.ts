/** What a recommendation is computed from: what one instance carries, how long help takes, how the load grows. */

import { lastPolicy } from '../../analysis/policies.ts';
import { growthWithin } from '../../analysis/safety-factor.ts';
import { slowestScaleOut } from '../../analysis/scaling-lag.ts';
import { TRAFFIC_GRACE_SECONDS } from '../../aws/target-tracking.ts';
import { counted, rate } from '../../format/numbers.js';
import { CannotTellError } from '../../input/cannot-tell-error.ts';
import { watchOf } from '../../record/manifest.ts';
import type { RunRecord } from '../../record/read.ts';
import { atEase } from '../calibrate/at-ease.ts';
import { type Evidence, evidenceOf } from '../calibrate/evidence.ts';
import { firstTraffic } from '../calibrate/first-traffic.ts';
import { saturation } from '../calibrate/saturation.ts';
import type { Capacity } from '../result.ts';

/** Requests/s that one instance carries. */
export interface CapacityFact {
  readonly eachRps: number;
  readonly low: number;
  /** Null: nobody found where it ends. */
  readonly high: number | null;
  readonly from: string;
  /** Concurrent requests at each instance at that rate; null where nobody counted. */
  readonly concurrencyEach: number | null;
}

/** AWS seconds. */
export interface LagFact {
  readonly detectionSeconds: number;
  readonly decisionSeconds: number;
  readonly provisioningSeconds: number;
  readonly trafficSeconds: number;
  /** False: new instances were not felt, and AWS's grace stands in. */
  readonly isTrafficMeasured: boolean;
  readonly totalSeconds: number;
  readonly plusMinusSeconds: number;
  readonly from: string;
}

/** A load as phases, in AWS seconds. */
export type PlanFact = readonly {
  readonly durationSeconds: number;
  readonly startRps: number;
  readonly endRps: number;
}[];

export interface EndpointFact {
  readonly endpointName: string | null;
  readonly variantName: string;
  readonly region: string | null;
  /** Of the policy there is; null: none was seen. */
  readonly policyName: string | null;
}

export interface Facts {
  readonly capacity: CapacityFact;
  readonly lag: LagFact | null;
  readonly plan: PlanFact | null;
  readonly endpoint: EndpointFact;
  /** Of the slowest of several; 1 on AWS. */
  readonly timeCompression: number;
}

/** @throws CannotTellError where nothing says what one instance carries */
export function factsOf(tests: readonly Capacity[], records: readonly RunRecord[]): Facts {
  const runs = records.flatMap((record) => {
    const evidence = evidenceOf(record);
    return evidence === null || evidence.analysis.ended !== 'completed' ? [] : [evidence];
  });
  const capacity = ofTests(tests) ?? mostSeen(runs);
  if (capacity === null) throw new CannotTellError(whyNone(tests, records));
  const lags = runs.flatMap((run) => lagOf(run) ?? []);
  const last = runs.at(-1);
  return {
    capacity,
    lag: lags.toSorted((left, right) => right.totalSeconds - left.totalSeconds)[0] ?? null,
    plan: last === undefined ? null : planOf(last),
    endpoint: endpointOf(tests, last),
    timeCompression: Math.max(
      1,
      ...runs.map(({ compression }) => compression),
      ...tests.map((test) => test.timeCompression ?? 1),
    ),
  };
}

/** The newest test that found something. */
function ofTests(tests: readonly Capacity[]): CapacityFact | null {
  for (const test of tests.toReversed()) {
    const { state, unit, perUnitRps, interval, runId, bound } = test;
    if (unit.kind !== 'instances' || unit.count === null || perUnitRps === null) continue;
    if (state !== 'found' && state !== 'at-least') continue;
    const { count } = unit;
    const at = test.steps
      .filter(({ outcome, instances }) => outcome === 'met' && instances === count)
      .toSorted((left, right) => right.targetRps - left.targetRps)[0];
    return {
      eachRps: perUnitRps,
      low: interval === null ? perUnitRps : interval.low / count,
      high: state === 'at-least' || interval?.high == null ? null : interval.high / count,
      from: `capacity test ${runId}: p${bound.percentile} of at most ${bound.maxMs} ms on ${counted(count, 'instance')}`,
      concurrencyEach: at === undefined ? null : at.concurrency / count,
    };
  }
  return null;
}

/** Of an ordinary run: what an instance answered when it could not answer more. */
function mostSeen(runs: readonly Evidence[]): CapacityFact | null {
  const seen = runs.flatMap((run) => {
    const ease = atEase(run);
    const full = ease === null ? null : saturation(run, ease);
    return full === null || ease === null ? [] : [{ run, full, ease }];
  });
  // The least of several: which of them the next load meets, nobody knows.
  const [least] = seen.toSorted((left, right) => left.full.each - right.full.each);
  if (least === undefined) return null;
  const { each, answers, seconds } = least.full;
  const error = 2 / Math.sqrt(answers);
  return {
    eachRps: each,
    low: each * (1 - error),
    high: each * (1 + error),
    from: `run ${least.run.analysis.record.manifest.runId}: answered by each instance in ${counted(seconds.length, 'second')} in which every request waited`,
    concurrencyEach: (each * least.ease.meanMs) / 1_000,
  };
}

function whyNone(tests: readonly Capacity[], records: readonly RunRecord[]): string {
  const next = 'find it with `npx scaleproof capacity SCENARIO`, and name that directory';
  const test = tests.at(-1);
  if (test !== undefined) {
    const why =
      test.unit.kind === 'instances'
        ? `ended as ${test.state} (${test.headline.replace(/\.$/, '')})`
        : 'counts in concurrency, and a policy on instances needs what one of them carries';
    return `The capacity test ${test.runId} ${why}, so no target follows from it; ${next}.`;
  }
  const names = records.map(({ manifest }) => manifest.runId).join(', ');
  return `No instance was at its limit in ${names}, so nobody knows what one carries; ${next}.`;
}

function lagOf(run: Evidence): LagFact | null {
  const { analysis, compression } = run;
  const slowest = slowestScaleOut(analysis.events);
  if (slowest === null) return null;
  const delay = firstTraffic(run).find(({ key }) => key === 'instance.trafficDelaySeconds')?.value;
  const isTrafficMeasured = typeof delay === 'number';
  const trafficSeconds = isTrafficMeasured ? delay : TRAFFIC_GRACE_SECONDS;
  const scaled = (seconds: number) => seconds * compression;
  return {
    detectionSeconds: scaled(slowest.detectionSeconds),
    decisionSeconds: scaled(slowest.decisionSeconds),
    provisioningSeconds: scaled(slowest.provisioningSeconds),
    trafficSeconds,
    isTrafficMeasured,
    totalSeconds: scaled(slowest.totalSeconds) + trafficSeconds,
    plusMinusSeconds: scaled(slowest.plusMinusSeconds),
    from: `${analysis.record.manifest.runId}, from ${slowest.fromInstances} to ${counted(slowest.toInstances, 'instance')}`,
  };
}

/** Null for a load that somebody else sent, by a plan of their own. */
function planOf({ analysis: { record }, compression }: Evidence): PlanFact | null {
  const { loadFrom, scenario } = record.manifest;
  const { phases } = scenario;
  if (phases === null || loadFrom === 'file' || loadFrom === 'elsewhere') return null;
  const known = phases.flatMap(({ durationSeconds, startRps, endRps }) =>
    startRps === null || endRps === null
      ? []
      : [{ durationSeconds: durationSeconds * compression, startRps, endRps }],
  );
  return known.length === phases.length && known.length > 0 ? known : null;
}

function endpointOf(tests: readonly Capacity[], run: Evidence | undefined): EndpointFact {
  const test = tests.at(-1);
  const watch = run === undefined ? null : watchOf(run.analysis.record.manifest);
  return {
    endpointName: watch?.endpointName ?? test?.endpointName ?? null,
    variantName: watch?.variantName ?? 'AllTraffic',
    region: watch?.region ?? test?.region ?? null,
    policyName: run === undefined ? null : (lastPolicy(run.analysis.evidence.aws)?.name ?? null),
  };
}

/** By how much a load grows while help is on its way. */
export interface GrowthFact {
  readonly duringLagRps: number;
  readonly from: string;
}

/** @param stated requests/s that come on top every minute; null: as the run's plan has it */
export function growthDuring(
  lag: LagFact,
  plan: PlanFact | null,
  stated: number | null,
): GrowthFact | null {
  if (stated !== null) {
    return {
      duringLagRps: (stated * lag.totalSeconds) / 60,
      from: `stated: ${rate(stated)} more every minute`,
    };
  }
  if (plan === null) return null;
  return {
    duringLagRps: growthWithin(plan, lag.totalSeconds),
    from: "the steepest part of the run's own plan",
  };
}
