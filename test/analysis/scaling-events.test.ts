import { describe, expect, it } from 'vitest';
import { type ScalingEvent, STAGE_IDS, type StageId } from '../../src/analysis/scaling-event.ts';
import { scalingEvents } from '../../src/analysis/scaling-events.ts';
import { scalingEvidence } from '../../src/analysis/scaling-evidence.ts';
import type { RunRecord } from '../../src/record/read.ts';
import {
  gap,
  HIGH_ALARM,
  type Knobs,
  killedAt,
  SCALE_OUT,
  type Step,
  syntheticRun,
  T0,
  without,
} from '../verdict/synthetic-run.ts';

const eventsOf = (record: RunRecord) => scalingEvents(scalingEvidence(record));
const stage = (event: ScalingEvent | undefined, id: StageId) =>
  event!.stages.find((one) => one.id === id)!;
/** Seconds since the plan's time zero, null when not measured. */
const moments = (event: ScalingEvent | undefined) =>
  event!.stages.map((one) => (one.atMs === null ? null : (one.atMs - T0) / 1_000));

describe('scalingEvents', () => {
  it('measures every stage of a scale-out, each with its source and its error', () => {
    const [event, ...others] = eventsOf(syntheticRun());
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      direction: 'out',
      fromInstances: 1,
      toInstances: 3,
      totalSeconds: 44,
    });
    expect(event!.stages.map((one) => one.id)).toEqual(STAGE_IDS);
    expect(moments(event)).toEqual([20.5, 25, 41, 41.5, 41.5, 64.5, 66.5]);
    expect(event!.stages.map((one) => one.plusMinusSeconds)).toEqual([
      0.5, 0.02, 0.02, 0.02, 0.5, 0.5, 0.5,
    ]);
    expect(event!.stages.map((one) => one.resolutionSeconds)).toEqual([
      1, 5, 0.001, 0.001, 1, 1, 1,
    ]);
    expect(event!.stages.map((one) => one.secondsFromPrevious)).toEqual([
      null,
      4.5,
      16,
      0.5,
      0,
      23,
      2,
    ]);
  });

  it('attributes two scale-outs in sequence to their own steps of load', () => {
    const second: Step = {
      alarmAt: 116,
      activityAt: 116.5,
      desiredAt: 117,
      inServiceAt: 139.6,
      to: 3,
    };
    const [first, next] = eventsOf(
      syntheticRun({
        planned: (at) => (at < 20 ? 100 : at < 96 ? 600 : 1_000),
        steps: [{ ...SCALE_OUT, to: 2 }, second],
      }),
    );
    expect(moments(first).slice(0, 6)).toEqual([20.5, 25, 41, 41.5, 41.5, 64.5]);
    expect(moments(next).slice(0, 6)).toEqual([96.5, 100, 116, 116.5, 116.5, 139.5]);
  });

  it('tells a scale-out that lagging datapoints caused after the load had fallen', () => {
    const again: Step = {
      alarmAt: null,
      activityAt: 66.5,
      desiredAt: 67,
      inServiceAt: 89.6,
      to: 3,
    };
    const [, next] = eventsOf(
      syntheticRun({
        planned: (at) => (at < 20 ? 100 : at < 60 ? 1_000 : 50),
        steps: [{ ...SCALE_OUT, to: 2 }, again],
      }),
    );
    // T0 is 22:13:20. The last period over the target ended at 60 s; two were in service from 65 s.
    expect(stage(next, 'load-step')).toMatchObject({
      status: 'missing',
      note: 'The load did not cross the rate again: the policy acted on datapoints from 22:14:05 to 22:14:20 UTC, before the previous change brought the count in service to 2 (22:14:25 UTC).',
    });
  });

  it('knows an alarm that stays in ALARM from one that fires twice', () => {
    const again: Step = {
      alarmAt: null,
      activityAt: 101.5,
      desiredAt: 102,
      inServiceAt: 124.6,
      to: 3,
    };
    const [, next] = eventsOf(syntheticRun({ steps: [{ ...SCALE_OUT, to: 2 }, again] }));
    expect(stage(next, 'alarm')).toMatchObject({ status: 'not-applicable' });
    expect(stage(next, 'load-step').note).toContain('before these instances came');
    // The first period that began with the two instances in service.
    expect(moments(next).slice(0, 6)).toEqual([65.5, 70, null, 101.5, 101.5, 124.5]);
  });

  it('knows a metric that stayed over the threshold from one that rose again', () => {
    const soon: Step = {
      alarmAt: null,
      activityAt: 66.5,
      desiredAt: 67,
      inServiceAt: 89.6,
      to: 3,
    };
    const [, next] = eventsOf(syntheticRun({ steps: [{ ...SCALE_OUT, to: 2 }, soon] }));
    expect(stage(next, 'metric-breach')).toMatchObject({ status: 'not-applicable' });
    expect(moments(next).slice(0, 6)).toEqual([65.5, null, null, 66.5, 66.5, 89.5]);
  });

  it('gives one recovery of latency to one of two overlapping scale-outs', () => {
    const second: Step = {
      alarmAt: null,
      activityAt: 66.5,
      desiredAt: 67,
      inServiceAt: 89.6,
      to: 3,
    };
    const steps = [{ ...SCALE_OUT, to: 2 }, second];
    const slowUntil = (until: number) => (at: number) => (at >= 21 && at < until ? 800 : 20);
    const recoveries = (until: number) =>
      eventsOf(syntheticRun({ steps, latencyMs: slowUntil(until) })).map((event) =>
        stage(event, 'latency-recovered'),
      );
    // After both were in service: the one recovery is told once.
    expect(recoveries(95)).toMatchObject([
      { status: 'measured', atMs: T0 + 95_500 },
      { status: 'not-applicable', note: 'Same recovery as that of the previous scale-out.' },
    ]);
    // Between the two: the later one found nothing to recover.
    expect(recoveries(70)).toMatchObject([
      { status: 'measured', atMs: T0 + 70_500 },
      { status: 'not-applicable', note: 'p99 latency did not rise again above 250 ms.' },
    ]);
  });

  it('dates a scale-in from the load falling under the low threshold', () => {
    const scaleIn: Step = {
      alarmAt: 260,
      activityAt: 261,
      desiredAt: 262,
      inServiceAt: 264,
      to: 1,
    };
    const [, event] = eventsOf(
      syntheticRun({
        steps: [SCALE_OUT, scaleIn],
        watchSeconds: 300,
        planned: (at) => (at < 20 ? 100 : 1_150),
      }),
    );
    expect(event).toMatchObject({ direction: 'in', fromInstances: 3, toInstances: 1 });
    expect(stage(event, 'latency-recovered').status).toBe('not-applicable');
    expect(moments(event).slice(0, 6)).toEqual([180.5, 185, 260, 261, 261.5, 263.5]);
  });

  it('passes over an earlier burst that led to nothing', () => {
    const [event] = eventsOf(
      syntheticRun({ planned: (at) => (at === 3 || at >= 20 ? 1_000 : 100) }),
    );
    expect(moments(event)[0]).toBe(20.5);
  });

  it('looks for the step in the period before, when that one stayed under the threshold', () => {
    const [event] = eventsOf(syntheticRun({ planned: (at) => (at < 19 ? 100 : 1_000) }));
    expect(moments(event).slice(0, 2)).toEqual([19.5, 25]);
  });
});

describe('a stage that cannot be measured', () => {
  const onlyEvent = (record: RunRecord) => eventsOf(record)[0];
  const cases: [string, () => RunRecord, StageId, string][] = [
    [
      'no target',
      () => without(syntheticRun(), 'alarm', 'policy'),
      'load-step',
      'The target is unknown',
    ],
    [
      'no metric',
      () => without(syntheticRun(), 'datapoint'),
      'metric-breach',
      'No datapoints of InvocationsPerInstance',
    ],
    [
      'metrics denied',
      () => without(syntheticRun({ extra: [gap('GetMetricData', 0, 200, 'denied')] }), 'datapoint'),
      'metric-breach',
      'GetMetricData was denied',
    ],
    ['no alarm', () => without(syntheticRun(), 'alarm-transition'), 'alarm', 'not seen in ALARM'],
    [
      'alarms denied',
      () =>
        without(
          syntheticRun({ extra: [gap('DescribeAlarms', 0, 200, 'denied')] }),
          'alarm',
          'alarm-transition',
        ),
      'alarm',
      'DescribeAlarms was denied',
    ],
    [
      'no activity',
      () => without(syntheticRun(), 'activity'),
      'activity',
      'No scaling activity set the desired count to 3',
    ],
    [
      'activities throttled',
      () => without(syntheticRun({ extra: [gap('DescribeScaling', 0, 200)] }), 'activity'),
      'activity',
      'DescribeScaling was throttled',
    ],
    [
      'no desired counts',
      () => withoutDesired(syntheticRun()),
      'desired-changed',
      'No poll returned the desired count',
    ],
    [
      'a watch that ended first',
      () => killedAt(syntheticRun(), 60),
      'in-service',
      'No poll saw 3 in service',
    ],
    [
      'latency that stays high',
      () => syntheticRun({ latencyMs: (at) => (at < 21 ? 20 : 800) }),
      'latency-recovered',
      'did not stay under 250 ms',
    ],
    [
      'no bound and no time before',
      () => syntheticRun({ expect: {}, planned: () => 1_000 }),
      'latency-recovered',
      'there is no bound',
    ],
  ];
  it.each(cases)('for %s says why', (_what, run, id, note) => {
    const found = stage(onlyEvent(run()), id);
    expect(found).toMatchObject({ status: 'missing', atMs: null });
    expect(found.note).toContain(note);
  });

  it('leaves the others as they are', () => {
    const event = onlyEvent(without(syntheticRun(), 'alarm-transition', 'activity'));
    expect(moments(event)).toEqual([20.5, 25, null, null, 41.5, 64.5, 66.5]);
  });
});

describe('the second-best source', () => {
  const base = { extra: [] as Knobs['extra'] };
  const alarm = syntheticRun().aws.find(
    (event) => event.type === 'alarm' && event.name === HIGH_ALARM,
  );
  const firing = (stateUpdatedAtMs?: number) => ({
    ...(alarm as Extract<typeof alarm, { type: 'alarm' }>),
    atMs: T0 + 44_000,
    state: 'ALARM' as const,
    ...(stateUpdatedAtMs === undefined ? {} : { stateUpdatedAtMs }),
  });

  it('for an alarm is the time of its last change as polls tell it', () => {
    const run = without(
      syntheticRun({ ...base, extra: [firing(T0 + 41_400)] }),
      'alarm-transition',
    );
    expect(stage(eventsOf(run)[0], 'alarm')).toMatchObject({
      atMs: T0 + 41_000,
      source: 'alarm state',
    });
  });

  it('for an alarm is at last the poll itself, half the wait more or less', () => {
    const run = without(syntheticRun({ ...base, extra: [firing()] }), 'alarm-transition');
    expect(stage(eventsOf(run)[0], 'alarm')).toMatchObject({
      atMs: T0 + 21_000,
      plusMinusSeconds: 23,
      source: 'DescribeAlarms poll',
    });
  });

  it('says that latency recovered before the new instances came, and is not dated after them', () => {
    const run = syntheticRun({
      latencyMs: (at) => (at >= 21 && at < 50 ? 900 : 20),
      expect: { latency: { maxMs: 400 } },
    });
    expect(stage(eventsOf(run)[0], 'latency-recovered')).toMatchObject({
      status: 'not-applicable',
      note: expect.stringMatching(
        /^p99 latency was back under 400 ms .* s before the new instances/,
      ),
    });
  });

  it.each([
    [
      'while the new instances take no traffic yet',
      66,
      72,
      { status: 'measured', atMs: T0 + 72_500 },
    ],
    ['when they must take it by then', 72, 78, { status: 'not-applicable' }],
  ])('for a latency that first rises %s', (_, fromSecond, toSecond, expected) => {
    const run = syntheticRun({
      latencyMs: (at) => (at >= fromSecond && at < toSecond ? 900 : 20),
      expect: { latency: { maxMs: 400 } },
    });
    expect(stage(eventsOf(run)[0], 'latency-recovered')).toMatchObject(expected);
  });

  it('for the bound on latency is half as much again as before the step', () => {
    const run = syntheticRun({ expect: {}, latencyMs: (at) => (at >= 21 && at < 70 ? 28 : 20) });
    expect(stage(eventsOf(run)[0], 'latency-recovered')).toMatchObject({
      status: 'not-applicable',
    });
    const worse = syntheticRun({ expect: {}, latencyMs: (at) => (at >= 21 && at < 70 ? 40 : 20) });
    expect(stage(eventsOf(worse)[0], 'latency-recovered')).toMatchObject({ atMs: T0 + 70_500 });
  });

  it('without a measured clock is the AWS time as it is, its error unknown', () => {
    const event = eventsOf(without(syntheticRun(), 'clock'))[0];
    expect(stage(event, 'activity')).toMatchObject({ atMs: T0 + 41_900, plusMinusSeconds: null });
  });

  it('after a gap in the polls is the middle of the gap', () => {
    const run = syntheticRun();
    const aws = run.aws.filter(
      (event) =>
        event.type !== 'endpoint' || event.atMs <= T0 + 60_000 || event.atMs >= T0 + 80_000,
    );
    expect(stage(eventsOf({ ...run, aws })[0], 'in-service')).toMatchObject({
      atMs: T0 + 70_000,
      plusMinusSeconds: 10,
      resolutionSeconds: 20,
    });
  });
});

function withoutDesired(record: RunRecord): RunRecord {
  return {
    ...record,
    aws: record.aws.map((event) => {
      if (event.type !== 'endpoint') return event;
      const { desiredInstanceCount: _, ...rest } = event;
      return rest;
    }),
  };
}
