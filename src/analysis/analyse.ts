/** All that the checks look at, derived from a run once. */
import type { RunRecord } from '../run/read.ts';
import type { Expectations } from '../scenario/expectations.ts';
import type { ScalingEvent, Verdict } from '../verdict/verdict.ts';
import { type HeldRate, heldRate } from './held-rate.ts';
import { loadSpan, type Span } from './load-span.ts';
import { type LoadTotals, loadTotals } from './load-totals.ts';
import { scalingEvents } from './scaling-events.ts';
import { type ScalingEvidence, scalingEvidence } from './scaling-evidence.ts';
import { type Serving, servingOf } from './serving.ts';
import { type TargetLoss, targetLoss } from './target-loss.ts';
import { scaleOutTrigger, type Trigger } from './trigger.ts';

export interface Analysis {
  readonly record: RunRecord;
  readonly expect: Expectations;
  readonly ended: Verdict['ended'];
  readonly evidence: ScalingEvidence;
  readonly serving: Serving;
  /** How much shorter than on AWS every duration of AWS was: 1 on AWS itself. */
  readonly timeCompression: number;
  readonly totals: LoadTotals;
  readonly trigger: Trigger;
  readonly events: readonly ScalingEvent[];
  /** Null when the scenario names no rate to hold. */
  readonly held: HeldRate | null;
  readonly loss: TargetLoss | null;
  /** Null when there was no load, or it is not known when. */
  readonly loadSpan: Span | null;
}

/** Pure and total, like all it calls: any prefix of a run can be analysed. */
export function analyse(record: RunRecord): Analysis {
  const { expect } = record.manifest.scenario;
  const evidence = scalingEvidence(record);
  const ended = howItEnded(record);
  return {
    record,
    expect,
    ended,
    evidence,
    serving: servingOf(record.aws),
    timeCompression: record.manifest.scenario.standIn?.timeCompression ?? 1,
    totals: loadTotals(record.load, ended === 'completed'),
    trigger: scaleOutTrigger(evidence),
    events: scalingEvents(evidence),
    held:
      expect.reachedRate === undefined
        ? null
        : heldRate(evidence.seconds, evidence.points, {
            ...expect.reachedRate,
            errorBudget: expect.errors.maxShare,
          }),
    loss: targetLoss(evidence.seconds),
    loadSpan: loadSpan(record, evidence.seconds),
  };
}

/** A load that was stopped interrupts the run, whatever the manifest says of it. */
function howItEnded(record: RunRecord): Verdict['ended'] {
  const { end } = record.manifest;
  if (end === null) return 'cut-off';
  const stopped = record.load.some((event) => event.type === 'end' && event.reason === 'stopped');
  return end.how === 'completed' && stopped ? 'interrupted' : end.how;
}
