/** Samples that were brought along, and samples that were not: what may be said of AWS then? */
import { describe, expect, it } from 'vitest';
import type { LoadEvent } from '../../src/record/load-events.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { judge } from '../../src/verdict/judge.ts';
import { checkOf } from './defects.ts';
import { syntheticRun } from './synthetic-run.ts';

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

  it('gives no reason that only samples could give', () => {
    const [event] = judge(record).scalingEvents;
    expect(event?.stages[0]).toMatchObject({
      id: 'load-step',
      status: 'missing',
      note: 'There are no samples of the load to compare with the target.',
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
