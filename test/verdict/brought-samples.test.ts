/** Samples that were brought along, and samples that were not: what may be said of AWS then? */
import { describe, expect, it } from 'vitest';
import type { LoadEvent } from '../../src/record/load-events.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { judge } from '../../src/verdict/judge.ts';
import { checkOf } from './defects.ts';
import { syntheticRun, T0 } from './synthetic-run.ts';

/** The load of the run, as somebody brings it along who watched at another time. */
function brought(record: RunRecord, laterByMs: number): RunRecord {
  return {
    ...record,
    manifest: { ...record.manifest, loadFrom: 'file' },
    load: record.load.map((event) => later(event, laterByMs)),
  };
}

function later(event: LoadEvent, byMs: number): LoadEvent {
  switch (event.type) {
    case 'start':
      return { ...event, planStartMs: event.planStartMs + byMs };
    case 'sample':
    case 'answers':
      return { ...event, startMs: event.startMs + byMs };
    case 'failure':
    case 'end':
      return { ...event, atMs: event.atMs + byMs };
  }
}

const MINUTE_MS = 60_000;

describe('samples of a load that AWS was not observed for', () => {
  it.each([
    ['nine minutes before', -9 * MINUTE_MS],
    ['nine minutes after', 9 * MINUTE_MS],
    ['half a load before', -90_000],
  ])('%s prove nothing of scaling, and both times are told', (_what, laterByMs) => {
    const verdict = judge(brought(syntheticRun(), laterByMs));
    expect(verdict.status).toBe('inconclusive');
    for (const id of ['load-delivered', 'trigger-crossed', 'scaled-out', 'converged'] as const) {
      expect(checkOf(verdict.checks, id)).toMatchObject({
        status: 'inconclusive',
        reason: 'load-not-watched',
        message: expect.stringMatching(
          /^The samples cover \d\d:\d\d:\d\d to \d\d:\d\d:\d\d UTC; AWS was observed from \d\d:\d\d:\d\d to \d\d:\d\d:\d\d UTC\./,
        ),
      });
    }
    expect(checkOf(verdict.checks, 'errors').status).toBe('pass');
    expect(verdict.findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
  });

  it('on another day are told with the day', () => {
    const verdict = judge(brought(syntheticRun(), -24 * 60 * MINUTE_MS));
    expect(checkOf(verdict.checks, 'load-delivered').message).toContain(
      'The samples cover 2023-11-13 22:13:20 to 2023-11-13 22:16:20 UTC',
    );
  });
});

describe('samples of a load that AWS was observed for', () => {
  it('are judged as if the run had sent them', () => {
    const own = syntheticRun();
    expect(judge(brought(own, 0)).checks).toEqual(judge(own).checks);
  });

  it('by its datapoints alone: instances are open, the metric is not', () => {
    const record = brought(syntheticRun(), 0);
    const aws = record.aws.filter((event) => event.type !== 'endpoint' || event.atMs % 1_000 !== 0);
    const last = record.aws.findLast((event) => event.type === 'endpoint')!;
    const { checks, status } = judge({ ...record, aws: [...aws, last] });
    expect(status).toBe('inconclusive');
    expect(checkOf(checks, 'load-delivered').status).toBe('pass');
    expect(checkOf(checks, 'trigger-crossed').status).toBe('pass');
    expect(checkOf(checks, 'scaled-out')).toMatchObject({ reason: 'load-not-watched' });
    expect(checkOf(checks, 'reached-rate')).toMatchObject({ reason: 'load-not-watched' });
    expect(checkOf(checks, 'latency')).toMatchObject({ reason: 'load-not-watched' });
    expect(checkOf(checks, 'no-flapping')).toMatchObject({ status: 'skipped' });
  });
});

describe('a load that was sent elsewhere without samples', () => {
  const record: RunRecord = {
    ...syntheticRun(),
    load: [],
    manifest: { ...syntheticRun().manifest, loadFrom: 'elsewhere' },
  };

  const OUT_STEP_MS = T0 + 20_000;

  it('has its step from the Invocations of CloudWatch, to a period', () => {
    const [event] = judge(record).scalingEvents;
    const [step] = event!.stages;
    expect(step).toMatchObject({
      ...{ id: 'load-step', status: 'measured', source: 'CloudWatch Invocations' },
      ...{
        resolutionSeconds: 5,
        note: 'The load has no samples, so its step is known to a period.',
      },
    });
    expect(step!.plusMinusSeconds).toBeGreaterThanOrEqual(5);
    expect(Math.abs(step!.atMs! - OUT_STEP_MS)).toBeLessThanOrEqual(5_000);
    const [own] = judge(syntheticRun()).scalingEvents;
    const detection = event!.lag.detectionSeconds!;
    const truth = own!.lag.detectionSeconds!.value;
    expect(Math.abs(detection.value - truth)).toBeLessThanOrEqual(detection.plusMinus);
  });

  // A step late in a period leaves its mean under the target.
  it.each([15, 16, 17, 18, 19, 20])('has its step at %i s within the error', (second) => {
    const run = syntheticRun({ planned: (at) => (at < second ? 100 : 1_000) });
    const sent = judge(run).scalingEvents[0]!.stages[0]!;
    const seen = judge({ ...run, load: [], manifest: record.manifest }).scalingEvents[0]!
      .stages[0]!;
    expect(sent.atMs).toBe(T0 + second * 1_000 + 500);
    expect(Math.abs(seen.atMs! - sent.atMs!)).toBeLessThanOrEqual(seen.plusMinusSeconds! * 1_000);
  });

  it('gives no reason that only samples could give', () => {
    const aws = record.aws.filter(
      (event) => !('metric' in event) || event.metric !== 'Invocations',
    );
    const [event] = judge({ ...record, aws }).scalingEvents;
    expect(event?.stages[0]).toMatchObject({
      id: 'load-step',
      status: 'missing',
      note: 'There are no samples of the load to compare with the target, and CloudWatch has no Invocations.',
    });
    expect(judge(record).scalingEvents[0]?.stages.at(-1)).toMatchObject({
      id: 'latency-recovered',
      status: 'missing',
      note: 'There are no samples of the load, so its latency is unknown.',
    });
  });

  it('is told to the reports, and a pass counts no answers', () => {
    const unasked = syntheticRun({ expect: {} }).manifest;
    const verdict = judge({ ...record, manifest: { ...unasked, loadFrom: 'elsewhere' } });
    expect(verdict).toMatchObject({
      status: 'pass',
      loadFrom: 'elsewhere',
      headline: 'Every check that needs no samples of the load passed in this run.',
    });
  });
});
