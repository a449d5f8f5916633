/** Reads what a capacity review rests on: capacity tests, runs and plans, by the paths that the user named. */
import { capacityCurve } from '../capacity/capacity-curve.ts';
import { chooseLike } from '../capacity/like-points.ts';
import { pointsOfRun, pointsOfTest } from '../capacity/points.ts';
import { isCapacityTest, readCapacityResult } from '../capacity/read-result.ts';
import { factsOf } from '../capacity/recommend/facts.ts';
import { recommend } from '../capacity/recommend/recommend.ts';
import type { Recommendation } from '../capacity/recommend/recommendation.ts';
import type { Capacity } from '../capacity/result.ts';
import { CannotTellError } from '../input/cannot-tell-error.ts';
import { growthPerMinute } from '../planner/forecast-growth.ts';
import { PLAN_VERSION, type PlanResult, planSchema } from '../planner/plan-result.ts';
import { type Review, reviewOf } from '../planner/review.ts';
import { type RunRecord, readRun } from '../record/read.ts';
import { readWritten } from '../record/read-written.ts';
import { judge } from '../verdict/judge.ts';

export interface ReviewPaths {
  /** Of runs and capacity tests. */
  readonly directories: readonly string[];
  /** What `plan --json` printed. */
  readonly planFiles: readonly string[];
  /** What was left out already, one sentence each. */
  readonly leftOut: readonly string[];
}

/** @throws UserError, UnreadableRunError */
export async function readReview({
  directories,
  planFiles,
  leftOut,
}: ReviewPaths): Promise<Review> {
  const isTest = (directory: string) => isCapacityTest(directory);
  const tests = await Promise.all(directories.filter(isTest).map(readCapacityResult));
  const records = await Promise.all(directories.filter((one) => !isTest(one)).map(readRun));
  const plans = await Promise.all(planFiles.map(readPlan));
  const judged = records.map((record) => ({ record, verdict: judge(record) }));
  const told = [
    ...tests.map(pointsOfTest),
    ...judged.map(({ record, verdict }) => pointsOfRun(record, verdict)),
  ];
  const chosen = chooseLike(told, { across: [], named: false });
  const peaks = plans.map(({ traffic }) => traffic.peakRps);
  const missing = [...leftOut];
  if (plans.length === 0) {
    missing.push(
      'No forecast was given: write one with `npx scaleproof plan SCENARIO --json > plan.json` and name that file.',
    );
  }
  return reviewOf({
    tests: tests.toSorted((left, right) => right.startedAtMs - left.startedAtMs),
    runs: judged
      .map(({ record, verdict }) => ({
        runId: verdict.runId,
        startedAtMs: verdict.startedAtMs ?? record.manifest.createdAtMs,
        status: verdict.status,
        headline: verdict.headline,
      }))
      .toSorted((left, right) => right.startedAtMs - left.startedAtMs),
    plans,
    curve: capacityCurve(chosen, { across: [], at: [], needed: [...new Set(peaks)] }),
    recommendation: recommendation(tests, records, plans[0] ?? null, missing),
    missing,
  });
}

/** As long as detection and provisioning usually take on AWS, where nobody measured them. */
const USUAL_LAG_SECONDS = 480;

function recommendation(
  tests: readonly Capacity[],
  records: readonly RunRecord[],
  plan: PlanResult | null,
  missing: string[],
): Recommendation | null {
  try {
    const facts = factsOf(tests, records);
    const series = plan?.policies[0]?.series;
    const lagSeconds = facts.lag?.totalSeconds ?? USUAL_LAG_SECONDS;
    return recommend(facts, {
      growthPerMinute: series === undefined ? null : growthPerMinute(series, lagSeconds),
      peakRps: plan?.traffic.peakRps ?? null,
      baseRps: null,
      surviveOne: false,
    });
  } catch (cause) {
    if (!(cause instanceof CannotTellError)) throw cause;
    missing.push(cause.message);
    return null;
  }
}

/** @throws UserError naming the file, what is wrong with it and the next step */
function readPlan(file: string): Promise<PlanResult> {
  return readWritten(file, planSchema, {
    version: PLAN_VERSION,
    isNot: 'no plan',
    next: 'write it with `npx scaleproof plan SCENARIO --json > plan.json`.',
  });
}
