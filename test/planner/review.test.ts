import { describe, expect, test } from 'vitest';
import type { CapacityStep } from '../../src/capacity/result.ts';
import { growthPerMinute } from '../../src/planner/forecast-growth.ts';
import { planSchema } from '../../src/planner/plan-result.ts';
import { type Reviewed, reviewOf } from '../../src/planner/review.ts';
import { renderCapacityPage } from '../../src/report/capacity-page.ts';
import { capacityTest } from '../capacity/made-up-tests.ts';
import { madeUpPlan, outcome } from './made-up-plan.ts';

const NOTHING: Reviewed = {
  ...{ tests: [], runs: [], plans: [], curve: null, recommendation: null, missing: [] },
};
const review = (given: Partial<Reviewed>) => reviewOf({ ...NOTHING, ...given });
const answerTo = (question: string, given: Partial<Reviewed>) =>
  review(given).answers.find((one) => one.question === question)?.answer;

test('the made-up plan is one', () => {
  expect(planSchema.parse(madeUpPlan())).toEqual(madeUpPlan());
});

describe('a review', () => {
  const given = { tests: [capacityTest(1, 918)], plans: [madeUpPlan()] };

  test('says what to change, and what that costs and risks', () => {
    expect(review(given).headline).toBe(
      'The forecast, with 1,700 requests/s at its peak, is carried with 2 to 3 instances, if the policy changes',
    );
    expect(answerTo('What to change', given)).toBe('Change minimum 1 to 2.');
    expect(answerTo('What it costs', given)).toBe(
      '$12.50 (54 instance-hours) in 24 h; as it is, $10.12 (44 instance-hours).',
    );
    expect(answerTo('What it risks', given)).toMatch(
      /^0.1 % of the requests beyond 400 ms, 0 % failed/,
    );
  });

  test('says that nothing need change where the own policy is the pick', () => {
    const plans = [madeUpPlan({ pick: { id: 'as it is', reason: 'It keeps the bound.' } })];
    expect(review({ plans }).headline).toContain('is carried by the policy as it is');
    expect(answerTo('What to change', { plans })).toBe('Nothing.');
  });

  test('names no policy where none keeps the bound, and whose figures it gives', () => {
    const plans = [madeUpPlan({ pick: { id: null, reason: 'None keeps it.' } })];
    expect(review({ plans }).headline).toContain('by no policy tried');
    expect(answerTo('What it risks', { plans })).toMatch(/^Under "as it is", 2 % of the requests/);
    expect(answerTo('What the forecast needs', { plans })).toBe('None keeps it.');
  });

  test('gives no cost where the price is not known', () => {
    const policies = madeUpPlan().policies.map((one) => outcome(one.id, { ...one, usd: null }));
    const answer = answerTo('What it costs', { plans: [madeUpPlan({ price: null, policies })] });
    expect(answer).toBe(
      '54 instance-hours in 24 h; as it is, 44 instance-hours. The price is not known; give it with --price.',
    );
  });

  test('doubts a plan whose instance carries what no test found, or is another', () => {
    const doubts = (test: ReturnType<typeof capacityTest>) =>
      review({ ...given, tests: [test] }).doubts;
    expect(doubts(capacityTest(1, 850))).toEqual([]);
    expect(doubts(capacityTest(1, 600)).join()).toMatch(
      /920 requests\/s .* found 600 requests\/s; calibrate/,
    );
    expect(doubts(capacityTest(1, 918, { instanceType: 'ml.c5.large' })).join()).toMatch(
      /for ml.m5.xlarge, the capacity test was of ml.c5.large/,
    );
  });

  test('without a test says how to get one, and shows one that found nothing as what it is', () => {
    expect(answerTo('What we have', {})).toBe(
      'Not measured; run `npx scaleproof capacity SCENARIO`.',
    );
    const failed = capacityTest(1, null, { state: 'none', headline: 'Carries nothing.' });
    expect(answerTo('What we have', { tests: [failed] })).toBe('Carries nothing.');
  });
});

describe('the page', () => {
  const steps: CapacityStep[] = [
    {
      ...{
        purpose: 'rising',
        targetRps: 800,
        fromMs: 1,
        toMs: 2,
        warmUpSeconds: 2,
        countedSeconds: 8,
      },
      ...{
        instances: 1,
        requests: 6_400,
        effectiveRequests: 900,
        answeredRps: 800,
        outcome: 'met',
      },
      ...{
        reason: 'ok',
        message: 'Met.',
        errorShare: 0,
        concurrency: 7,
        littlesLawDeviation: null,
      },
      latencyMs: { p50: 9, p95: 20, p99: 30, max: 60, atBound: 30 },
      ...{ modelLatencyMs: null, overheadLatencyMs: null, cpuPercent: 340, memoryPercent: null },
    },
  ];
  const hostile = '<script>alert(1)</script>';
  const page = renderCapacityPage(
    review({
      tests: [capacityTest(1, 918, { steps, headline: hostile })],
      plans: [madeUpPlan({ caveats: [hostile] })],
      runs: [{ runId: 'RUN', startedAtMs: 0, status: 'pass', headline: hostile }],
    }),
    new Map([['RUN', 'reports/RUN/report.html']]),
  );

  test('needs no script and no network, and escapes what others wrote', () => {
    expect(page).not.toContain('<script');
    expect(page).not.toMatch(/ style="|src="http|href="http/);
    expect(page).toContain('&lt;script&gt;');
  });

  test('has the answers, the frontier, both loads, the steps and the evidence', () => {
    for (const part of [
      'What to change',
      'Cost against risk',
      'Load and capacity as it is',
      'Load and capacity under min=2',
      'Latency against rate',
      'href="reports/RUN/report.html"',
    ]) {
      expect(page).toContain(part);
    }
  });
});

test('growth is that of the steepest time as long as the lag', () => {
  const series = {
    ...{ stepSeconds: 60, capacityRps: [], instances: [], overShare: [] },
    loadRps: [100, 100, 160, 280, 290],
    peakRps: [100, 100, 160, 280, 290],
  };
  expect(growthPerMinute(series, 60)).toBe(120);
  expect(growthPerMinute(series, 120)).toBe(90);
  expect(growthPerMinute({ ...series, loadRps: [5, 4], peakRps: [5, 4] }, 60)).toBe(0);
});
