/** The maximum that a failing run advises: with it the run passes, with one instance less it does not. */
import { expect, test } from 'vitest';
import { analyse } from '../../src/analysis/analyse.ts';
import { judge } from '../../src/verdict/judge.ts';
import { raiseMaximum } from '../../src/verdict/raise-maximum.ts';
import { runInVirtualTime } from './lab.ts';
import { type LabRun, PEAK_RPS, step } from './lab-scenario.ts';

interface Case {
  readonly what: string;
  readonly run: LabRun;
  readonly maximum: number;
  readonly advised: number;
}

/** An instance carries 11.8 requests/s; a slow ramp, so that scaling keeps up with it. */
const CLOSE: LabRun = {
  phases: [
    { name: 'ramp', durationSeconds: 1_500, startRps: 18, endRps: 25 },
    step('hold', 300, 25),
  ],
  expect: {
    reachedRate: { rps: 25, holdSeconds: 200, minInstances: 2 },
    latency: { percentile: 99, maxMs: 2_000 },
    errors: { maxShare: 0.01 },
  },
  scaleproof: {
    standIn: {
      initialInstances: 2,
      policy: { minCapacity: 2, targetPerMinute: 600 },
      instance: { serviceTimeMs: 160 },
    },
  },
};

const withStandIn = (run: LabRun, standIn: object, expectations = run.expect): LabRun => ({
  ...run,
  expect: expectations,
  scaleproof: { ...run.scaleproof, standIn: { ...run.scaleproof?.standIn, ...standIn } },
});

const SHORT: LabRun = {
  phases: [
    { name: 'ramp', durationSeconds: 300, startRps: 1, endRps: PEAK_RPS },
    step('hold', 900, PEAK_RPS),
  ],
};

const CASES: readonly Case[] = [
  { what: 'the policy asks for more than it takes', run: SHORT, maximum: 1, advised: 3 },
  { what: 'a target near the limit', run: CLOSE, maximum: 2, advised: 3 },
  {
    what: 'no latency bound, least outstanding requests first',
    run: withStandIn(
      CLOSE,
      { routing: 'least-outstanding' },
      { ...CLOSE.expect, latency: undefined },
    ),
    ...{ maximum: 2, advised: 3 },
  },
  {
    what: 'errors instead of a queue',
    run: withStandIn(CLOSE, { instance: { serviceTimeMs: 160, queue: 12 } }),
    ...{ maximum: 2, advised: 3 },
  },
];

const withMaximum = (run: LabRun, maxCapacity: number): LabRun => {
  const { policy } = run.scaleproof?.standIn ?? {};
  return withStandIn(run, { policy: { ...policy, maxCapacity } });
};

const verdictOf = async (run: LabRun) => judge(await runInVirtualTime(run));

test.each(CASES)(
  '$what: a maximum of $maximum should be $advised',
  async (one) => {
    const low = await verdictOf(withMaximum(one.run, one.maximum));
    expect(low.status).toBe('fail');
    const finding = low.findings.find(({ code }) => code === 'at-max-capacity');
    expect(finding?.advice).toContain(`Raise the maximum capacity to ${one.advised}: `);
    expect((await verdictOf(withMaximum(one.run, one.advised))).status).toBe('pass');
    if (one.advised - 1 > one.maximum) {
      expect((await verdictOf(withMaximum(one.run, one.advised - 1))).status).toBe('fail');
    }
  },
  180_000,
);

test('a ramp that outruns the instances does not make them look stronger', async () => {
  const ramp = (durationSeconds: number): LabRun =>
    withMaximum(
      {
        phases: [{ name: 'ramp', durationSeconds, startRps: 1, endRps: 60 }, step('hold', 120, 60)],
      },
      1,
    );
  for (const durationSeconds of [60, 300]) {
    const { capacity } = await verdictOf(ramp(durationSeconds));
    const [one] = capacity!.byInstances;
    expect(one).toMatchObject({ instances: 1, limit: 'overload' });
    // 2 / 42.5 ms; a p99 within 400 ms up to 46/s.
    expect(one!.perInstanceRps).toBeLessThan(47);
    expect(one!.perInstanceRps).toBeGreaterThan(40);
    expect(one!.missedAtRps).toBeGreaterThan(one!.perInstanceRps!);
  }
}, 180_000);

test('throttles before the instances: more of them may not help', async () => {
  const phases = [step('below', 30, 18), step('above', 120, 25)];
  const run = withStandIn({ ...CLOSE, phases }, { apiGateway: { rateRps: 22, burst: 5 } });
  const record = await runInVirtualTime(withMaximum(run, 2));
  expect(raiseMaximum(analyse(record), 2)).toMatch(/^Raising the maximum capacity may not help/);
}, 180_000);
