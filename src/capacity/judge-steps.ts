/** Judges the steps of a capacity test from its record: what all of the result is made of. Pure. */
import { instancePoints } from '../analysis/instance-counts.ts';
import { loadSeconds } from '../analysis/load-seconds.ts';
import type { Manifest } from '../record/manifest.ts';
import type { CapacityRecord, RecordedLoad } from '../record/read-capacity.ts';
import { type JudgedStep, judgeStep, type StepJudgment } from './judge-step.ts';
import type { GeneratorBound } from './step-verdict.ts';

/** All steps that began, in time order. */
export function judgeSteps(record: CapacityRecord): JudgedStep[] {
  const judgment = judgmentOf(record);
  return record.loads.flatMap((load) => judgeLoad(load, judgment));
}

export function judgmentOf({
  begun,
  manifest,
  aws,
}: Omit<CapacityRecord, 'loads' | 'problems'>): StepJudgment {
  return {
    bound: begun.bound,
    heldInstances: begun.heldInstances,
    points: instancePoints(aws),
    generator: generatorBound(manifest),
  };
}

export function judgeLoad(
  { order, events }: Pick<RecordedLoad, 'order' | 'events'>,
  judgment: StepJudgment,
): JudgedStep[] {
  const seconds = loadSeconds(events);
  let fromSecond = 0;
  return order.steps.flatMap((step) => {
    const judged = judgeStep(step, fromSecond, seconds, judgment);
    fromSecond += step.seconds;
    return judged === null ? [] : [judged];
  });
}

/** A run asks for 99.9 %, which a step of seconds misses by one request. */
const LEAST_SENT = 0.99;
const USUAL_LAG_MS = 50;

function generatorBound({ scenario: { expect } }: Manifest): GeneratorBound {
  return {
    minShare: Math.min(LEAST_SENT, expect.loadDelivered?.minShare ?? LEAST_SENT),
    lagP99Ms: expect.generatorLag?.p99Ms ?? USUAL_LAG_MS,
  };
}
