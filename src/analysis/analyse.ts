/** Derives everything that checks and findings need from a run, once. */
import { type SampledBy, sampledBy } from '../record/load-events.ts';
import type { RunRecord } from '../record/read.ts';
import { type CapacitySeen, capacitySeen } from './capacity-seen.ts';
import { type ConcurrencyUse, concurrencyUse } from './concurrency.ts';
import { type Demand, demandOf } from './demand.ts';
import { type HeldRate, heldRate } from './held-rate.ts';
import { bypassedHops, type Hop, hopCounts } from './hop-counts.ts';
import { type InstancesApart, instancesApart } from './instances/instances-apart.ts';
import { type KnownExpectations, knownExpectations } from './known-expectations.ts';
import { loadSpan } from './load-span.ts';
import { type LoadTotals, loadTotals } from './load-totals.ts';
import { type RecordDamage, recordDamage } from './record-damage.ts';
import { type PredictionTable, predictionTable } from './row-predictions.ts';
import type { RunEnding } from './run-ending.ts';
import type { ScalingEvent } from './scaling-event.ts';
import { scalingEvents } from './scaling-events.ts';
import { type ScalingEvidence, scalingEvidence } from './scaling-evidence.ts';
import { type Serving, servingOf } from './serving.ts';
import type { Span } from './span.ts';
import { type TargetLoss, targetLoss } from './target-loss.ts';
import { timeCompressionOf } from './time-compression.ts';
import { trafficGraceSeconds } from './traffic-grace.ts';
import { scaleOutTrigger, type Trigger } from './trigger.ts';
import { isWatched, type Watched, watchedSpan } from './watched-span.ts';

export interface Analysis {
  readonly record: RunRecord;
  readonly expect: KnownExpectations['expect'];
  /** Asked for, but missing or incomplete in the manifest: not judged, but not treated as not asked either. */
  readonly unknownExpectations: KnownExpectations['unknown'];
  readonly ended: RunEnding;
  /** What a completed run's record lacks; empty for a run that did not complete. */
  readonly damage: RecordDamage;
  /** Completed, watched, and with a whole record: only then is the absence of something evidence. */
  readonly whole: boolean;
  readonly evidence: ScalingEvidence;
  readonly serving: Serving;
  /** The factor by which AWS durations were shortened: 1 on AWS itself; null when unknown. */
  readonly timeCompression: number | null;
  readonly totals: LoadTotals;
  /** Whose samples they are, where another tool sent the load; null for an engine of this project. */
  readonly tool: SampledBy | null;
  /** The timeout, if requests ran into it; null if none did, or it is unknown. */
  readonly timedOutAfterMs: number | null;
  /** Null when the record does not say which rows got which predictions. */
  readonly predictions: PredictionTable | null;
  readonly trigger: Trigger;
  /** How many instances the load asked for; null where it is not known. */
  readonly demand: Demand | null;
  /** What each number of instances carried; null where none was seen to answer for long enough. */
  readonly capacity: CapacitySeen | null;
  /** What each hop behind the caller counted; empty where that is unknown. */
  readonly hops: readonly Hop[];
  /** Those of them that most answers did not come through. */
  readonly bypassed: readonly Hop[];
  readonly events: readonly ScalingEvent[];
  /** Each instance by itself; null where no metric tells instances apart. */
  readonly instances: InstancesApart | null;
  /** Null when the scenario expects no rate, or the rate is unknown. */
  readonly held: HeldRate | null;
  readonly loss: TargetLoss | null;
  /** Of the function and of a serverless endpoint, where seen. */
  readonly concurrency: readonly ConcurrencyUse[];
  /** Null when there was no load, or its time is unknown. */
  readonly loadSpan: Span | null;
  /** For a load whose samples come from another tool: how much of it AWS was watched for. Else null. */
  readonly watched: Watched | null;
}

/** Pure and total, like everything it calls: it accepts any prefix of a run. */
export function analyse(record: RunRecord): Analysis {
  const { expect, unknown } = knownExpectations(record.manifest.scenario.expect);
  const evidence = scalingEvidence(record);
  const serving = servingOf(record);
  const ended = howItEnded(record);
  const damage = recordDamage(record);
  const span = loadSpan(record, evidence.seconds);
  const hops = hopCounts(record, { evidence, loadSpan: span });
  const totals = loadTotals(record.load, ended === 'completed' && damage.load === null);
  const timeCompression = timeCompressionOf(record);
  const tool = sampledBy(record.load);
  const events = scalingEvents(evidence);
  const watched =
    record.manifest.loadFrom === 'file'
      ? watchedSpan(span, record.aws, evidence.points, evidence.series)
      : null;
  return {
    record,
    expect,
    unknownExpectations: unknown,
    ended,
    damage,
    whole:
      ended === 'completed' && damage.load === null && damage.aws === null && isWatched(watched),
    evidence,
    serving,
    timeCompression,
    totals,
    tool,
    // Another tool has a timeout of its own, which its samples do not tell.
    timedOutAfterMs:
      tool === null && (totals.outcomes.timeout ?? 0) > 0
        ? record.manifest.scenario.replay.timeoutMs
        : null,
    predictions: predictionTable(record.load),
    trigger: scaleOutTrigger(evidence),
    demand: demandOf(evidence, span),
    capacity: capacitySeen(
      evidence,
      record.manifest.scenario.expect,
      trafficGraceSeconds(timeCompression),
    ),
    hops,
    bypassed:
      record.manifest.loadFrom !== 'elsewhere' && damage.load === null && damage.aws === null
        ? bypassedHops(hops, totals)
        : [],
    events,
    instances: instancesApart(evidence, events, span, expect.trafficShared, timeCompression),
    held:
      expect.reachedRate === undefined || expect.errors === undefined
        ? null
        : heldRate(evidence.seconds, evidence.points, {
            ...expect.reachedRate,
            errorBudget: expect.errors.maxShare,
          }),
    loss: targetLoss(evidence.seconds),
    concurrency: concurrencyUse(evidence, serving, span),
    loadSpan: span,
    watched,
  };
}

/** A run whose load was stopped was interrupted, even if the manifest says that it completed. */
function howItEnded(record: RunRecord): RunEnding {
  const { end } = record.manifest;
  if (end === null) return 'cut-off';
  const stopped = record.load.some((event) => event.type === 'end' && event.reason === 'stopped');
  return end.how === 'completed' && stopped ? 'interrupted' : end.how;
}
