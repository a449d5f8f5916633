import { describe, expect, it } from 'vitest';
import { analyse } from '../../../src/analysis/analyse.ts';
import { buildTimeline } from '../../../src/analysis/build-timeline.ts';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { renderVerdict } from '../../../src/report/terminal.ts';
import { renderTimelineCsv } from '../../../src/report/timeline-csv.ts';
import { judge } from '../../../src/verdict/judge.ts';
import { verdictSchema } from '../../../src/verdict/verdict.ts';
import { findingOf, problemsOf } from '../findings/codes.ts';
import { T0 } from '../synthetic-run.ts';
import {
  componentRun,
  countAt,
  ONE_INSTANCE,
  THREE_COPIES,
  TWO_INSTANCES,
} from './component-run.ts';

const healthy = () => componentRun(THREE_COPIES, TWO_INSTANCES);
const secondsOf = (ms: number | null) => (ms === null ? null : (ms - T0) / 1_000);

describe('an inference component', () => {
  it('is judged by its copies, with the stages of the instances below them', () => {
    const verdict = judge(healthy());
    verdictSchema.parse(verdict);
    expect(verdict.status).toBe('pass');
    expect(verdict.instances).toMatchObject({ first: 1, peak: 3, last: 3, counts: 'copies' });
    const [event, ...others] = verdict.scalingEvents;
    expect(others).toEqual([]);
    expect(event).toMatchObject({ fromInstances: 1, toInstances: 3, counts: 'copies' });
    expect(
      event!.instanceStages!.map(({ id, atMs, instances }) => [id, secondsOf(atMs), instances]),
    ).toEqual([
      ['instance-wanted', 43.5, 2],
      ['instance-in-service', 59.5, 2],
    ]);
    const served = event!.stages.find(({ id }) => id === 'in-service')!;
    expect(served.source).toBe('DescribeInferenceComponent poll');
  });

  it('has each of two scale-outs beside the instances that came for it, however soon one follows the other', () => {
    const copies = {
      desired: [
        [-2, 1],
        [44, 2],
        [62, 3],
      ],
      current: [
        [-2, 1],
        [60, 2],
        [80, 3],
      ],
    } as const;
    const instances = {
      desired: [
        [-2, 1],
        [44, 2],
        [62, 3],
      ],
      current: [
        [-2, 1],
        [58, 2],
        [78, 3],
      ],
    } as const;
    const { events } = analyse(componentRun(copies, instances));
    expect(
      events.map(({ instanceStages }) => instanceStages!.map(({ atMs }) => secondsOf(atMs))),
    ).toEqual([
      [43.5, 57.5],
      [61.5, 77.5],
    ]);
  });

  it('has stages that do not apply where its copies fit', () => {
    const [event] = analyse(componentRun(THREE_COPIES, ONE_INSTANCE)).events;
    expect(event!.instanceStages!.map(({ status, note }) => [status, note])).toEqual([
      ['not-applicable', 'The copies fit on the instances that were in service.'],
      ['not-applicable', 'The copies fit on the instances that were in service.'],
    ]);
  });

  it('has copies in every sentence, and instances only where they are meant', () => {
    const verdict = judge(healthy());
    expect(verdict.headline).toMatch(/^Scaled out from 1 to 3 copies /);
    const ofCopies = verdict.checks.filter(({ reason }) => reason !== 'copies-not-instances');
    const sentences = ofCopies.flatMap(({ observed, limit, message }) => [
      observed,
      limit,
      message,
    ]);
    expect(sentences.filter((one) => /\binstances?\b/.test(one))).toEqual([]);
    const terminal = renderVerdict(verdict, {
      columns: 120,
      color: false,
      reportPath: 'report.html',
    });
    expect(terminal).toContain('1 to 3 copies');
    expect(terminal).toContain('instance wanted');
    expect(renderMarkdown(verdict)).toContain('instance ready');
  });

  it('has columns of its own beside those of its instances', () => {
    const record = healthy();
    const csv = renderTimelineCsv(judge(record), buildTimeline(record)).split('\n');
    const names = csv[0]!.split(',');
    const last = csv.at(-2)!.split(',');
    expect(last[names.indexOf('copies_in_service')]).toBe('3');
    expect(last[names.indexOf('instances_in_service')]).toBe('2');
  });
});

describe('a rolling update', () => {
  const updated = componentRun(
    {
      desired: THREE_COPIES.desired,
      current: [...THREE_COPIES.current, [120, 6], [130, 3]],
      updating: [118, 132],
    },
    TWO_INSTANCES,
  );

  it('is no scaling: no event, no peak, no flapping', () => {
    const verdict = judge(updated);
    expect(verdict.scalingEvents).toHaveLength(1);
    expect(verdict.instances.peak).toBe(3);
    expect(verdict.checks.find(({ id }) => id === 'no-flapping')?.status).toBe('pass');
    expect(verdict.status).toBe('pass');
  });

  it('that moves the desired count, too, is none without an activity', () => {
    const record = componentRun(
      {
        desired: [...THREE_COPIES.desired, [120, 4], [130, 3]],
        current: [...THREE_COPIES.current, [121, 4], [131, 3]],
        updating: [118, 133],
      },
      TWO_INSTANCES,
    );
    expect(judge(record).scalingEvents).toHaveLength(1);
  });

  it('is named where requests fail in it', () => {
    const { timeoutMs } = updated.manifest.scenario.replay;
    expect(timeoutMs).not.toBeNull();
    const failing = componentRun(
      {
        desired: THREE_COPIES.desired,
        current: THREE_COPIES.current,
        updating: [100, 150],
      },
      TWO_INSTANCES,
      {
        outcomes: (second, sent) =>
          second >= 101 && second < 148
            ? { correct: Math.round(sent * 0.9), 'server-error': Math.round(sent * 0.1) }
            : { correct: sent },
      },
    );
    expect(findingOf(failing, 'errors-while-updating')?.message).toMatch(
      /failed while a new version of the inference component was rolled out,/,
    );
  });
});

describe('a component at zero', () => {
  const fromZero = {
    desired: [
      [-2, 0],
      [42, 3],
    ],
    current: [
      [-2, 0],
      [64.6, 3],
    ],
  } as const;
  const refused = (second: number, sent: number) =>
    countAt(fromZero.current, second) === 0 ? { 'server-error': sent } : { correct: sent };
  const record = componentRun(fromZero, TWO_INSTANCES, {
    outcomes: refused,
    fromInstances: 1,
    expect: {
      scaledOut: { fromInstances: 0, atLeastInstances: 3, withinSeconds: 90 },
      errors: { maxShare: 0.01 },
    },
  });

  it('says what callers got while there was no copy, and when the first came', () => {
    const found = findingOf(record, 'nothing-in-service')!;
    expect(found.message).toBe(
      'For 65 seconds of the load no copy was in service: 47,000 requests were sent, and 47,000 of 47,000 that ended then failed (100 %). The first came into service 64.5 s after the first of these requests.',
    );
    expect(found.value).toEqual({ value: 47_000, unit: 'requests' });
    expect(judge(record).cause?.code).toBe('nothing-in-service');
  });

  it('is no mistake of reading: its scale-out is measured from the first request', () => {
    const verdict = judge(record);
    expect(verdict.instances).toMatchObject({ first: 0, peak: 3 });
    const [event] = verdict.scalingEvents;
    expect(event).toMatchObject({ fromInstances: 0, toInstances: 3 });
    expect(secondsOf(event!.stages.find(({ id }) => id === 'load-step')!.atMs)).toBe(0.5);
    expect(verdict.checks.find(({ id }) => id === 'scaled-out')?.status).toBe('pass');
  });
});

describe('copies that fit on no instance', () => {
  const managed = {
    managedInstanceScaling: { enabled: true, minInstanceCount: 1, maxInstanceCount: 1 },
  };
  const stuck = { desired: THREE_COPIES.desired, current: [[-2, 1]] } as const;
  const slow = {
    latencyMs: (second: number) => (second >= 21 ? 800 : 20),
    serviceTimeMs: (second: number) => (second >= 21 ? 799 : 19),
    inFlight: (second: number, sent: number) =>
      Math.round((sent * (second >= 21 ? 799 : 19)) / 1_000),
  };

  it('are told to wait for the maximum of ManagedInstanceScaling', () => {
    const record = componentRun(stuck, ONE_INSTANCE, slow, managed);
    expect(problemsOf(record)).toContain('copies-waited-for-instances');
    expect(problemsOf(record)).not.toContain('slow-provisioning');
    const check = judge(record).checks.find(({ id }) => id === 'scaled-out')!;
    expect(check).toMatchObject({ status: 'fail', reason: 'at-max-instances' });
    expect(check.message).toBe(
      'The copies fit on no instance: the only instance that ManagedInstanceScaling allows was in service. Raise its MaxInstanceCount.',
    );
  });

  it('are not, where an instance more may come', () => {
    const more = {
      managedInstanceScaling: { ...managed.managedInstanceScaling, maxInstanceCount: 4 },
    };
    expect(problemsOf(componentRun(stuck, ONE_INSTANCE, slow, more))).not.toContain(
      'copies-waited-for-instances',
    );
  });
});
