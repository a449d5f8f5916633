/** `--stop-when-decided`: what is decided early is what the whole watch finds as well. */
import { describe, expect, test } from 'vitest';
import { EVERY_CHECK_DECIDED } from '../../src/record/aws-events.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { isDecided } from '../../src/verdict/decided.ts';
import { judge } from '../../src/verdict/judge.ts';
import { HEALTHY_CASES } from './healthy-cases.ts';
import { runInVirtualTime } from './lab.ts';
import { HEALTHY_PHASES, type LabRun, PEAK_RPS, step } from './lab-scenario.ts';
import { SCALING_CASES } from './scaling-cases.ts';
import { SERVING_CASES } from './serving-cases.ts';

/** Waits for the scale-in, as whoever wants to see it has it. */
const watched = (run: LabRun): LabRun => ({
  ...run,
  scaleproof: { ...run.scaleproof, settle: { maxSeconds: 1_500, untilScaleIn: true } },
});

const decided = (record: RunRecord, areMetricsFinal: boolean) =>
  isDecided(record, { end: record.manifest.end!, areMetricsFinal });

/** The record as it was when everything was first decided, or null; and the record of the whole watch. */
async function watchToTheEnd(run: LabRun) {
  let first: RunRecord | null = null;
  const whole = await runInVirtualTime(watched(run), undefined, (record, areMetricsFinal) => {
    if (first === null && decided(record, areMetricsFinal)) {
      const atMs = record.manifest.end!.atMs;
      const settled = { type: 'collector', atMs, state: 'settled' } as const;
      first = { ...record, aws: [...record.aws, settled] };
    }
    return false;
  });
  return { first: first as RunRecord | null, whole };
}

function outcomes(record: RunRecord) {
  const { status, checks } = judge(record);
  return { status, checks: checks.map(({ id, status, reason }) => `${id}: ${status} ${reason}`) };
}

function loadEndMs({ aws }: RunRecord): number {
  const ended = aws.find((event) => event.type === 'collector' && event.state === 'load-ended');
  return ended?.type === 'collector' ? ended.atMs : Number.NaN;
}

test('a healthy run ends once its datapoints are final, long before the scale-in', async () => {
  const early = await runInVirtualTime(watched({}), undefined, decided);
  const { status, caveats, scalingEvents } = judge(early);
  expect(status).toBe('pass');
  expect(early.aws.findLast((event) => event.type === 'collector')).toMatchObject({
    state: 'settled',
    note: EVERY_CHECK_DECIDED,
  });
  expect(caveats).toEqual([
    'Watching ended early, because every check was decided: what AWS did after that, such as a scale-in, was not seen.',
  ]);
  expect(scalingEvents.map(({ direction }) => direction)).not.toContain('in');
  const tookSeconds = (early.manifest.end!.atMs - loadEndMs(early)) / 1_000;
  expect(tookSeconds).toBeGreaterThan(180);
  expect(tookSeconds).toBeLessThan(420);
});

test('a run of which no check reads a datapoint ends without them', async () => {
  const { run } = SERVING_CASES.find(({ defect }) => /^Serverless/.test(defect))!;
  const expectations = { errors: { maxShare: 1 }, accuracy: { minShare: 0.5 } };
  const early = await runInVirtualTime(
    watched({
      ...run,
      expect: expectations,
      scaleproof: { ...run.scaleproof, expect: expectations },
    }),
    undefined,
    decided,
  );
  expect(early.manifest.end!.atMs - loadEndMs(early)).toBeLessThan(120_000);
});

describe('what is decided early stays so to the end of the watch', () => {
  const named = (cases: typeof SCALING_CASES, ...defects: string[]) =>
    cases
      .filter(({ defect }) => defects.includes(defect))
      .map(({ defect, injected, run }) => [`${defect}: ${injected}`, run, true] as const);

  /** The load is over before AWS is done with what it began. */
  const shortHold = (seconds: number): Pick<LabRun, 'phases'> => ({
    phases: [HEALTHY_PHASES[0]!, step('hold', seconds, PEAK_RPS)],
  });
  const unscalable = (seconds: number): LabRun['scaleproof'] => ({
    standIn: { faults: { unscalable: { seconds } } },
    expect: { reachedRate: { rps: PEAK_RPS, holdSeconds: 60, minInstances: 1 } },
  });

  test.each([
    ...named(HEALTHY_CASES, 'None').slice(0, 2),
    ...named(SCALING_CASES, 'Slow provisioning', 'A long cooldown', 'Flapping', 'A slow alarm'),
    ...named(SERVING_CASES, 'Throttled Lambda'),
    ['the load ends while instances come', { ...shortHold(180) }, null],
    [
      'the scale-out is refused during the load, and tried again after it',
      { ...shortHold(240), scaleproof: unscalable(900) },
      null,
    ],
  ] as (readonly [string, LabRun, boolean | null])[])('%s', async (_, run, isEver) => {
    const { first, whole } = await watchToTheEnd(run);
    if (isEver !== null) expect(first !== null, 'was decided early').toBe(isEver);
    if (first !== null) expect(outcomes(first)).toEqual(outcomes(whole));
  });

  test.each(named(SCALING_CASES, 'Load too small', 'AWS refuses', 'Capacity shortage'))(
    'nothing is decided where a check is in doubt, or AWS may still mend it. %s',
    async (_, run) => {
      const { first } = await watchToTheEnd(run);
      expect(first).toBeNull();
    },
  );
});
