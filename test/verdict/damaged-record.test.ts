/** Completed runs whose files were cut off or are gone: the damage is told, and nothing is made of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/record/read.ts';
import type { RecordProblem } from '../../src/record/record-problem.ts';
import { judge } from '../../src/verdict/judge.ts';
import { checkOf } from './defects.ts';
import { findingsOf } from './findings/codes.ts';
import { syntheticRun, T0 } from './synthetic-run.ts';

const WHOLE = syntheticRun();

/** As a file cut off at that second leaves it. The manifest says that the run completed. */
function loadCutAt(second: number, record = WHOLE): RunRecord {
  return {
    ...record,
    load: record.load.filter(
      (event) => event.type === 'start' || (event.type === 'sample' && event.second < second),
    ),
  };
}

function awsCutAt(second: number): RunRecord {
  const untilMs = T0 + second * 1_000;
  return {
    ...WHOLE,
    aws: WHOLE.aws.filter((event) => {
      if ('seenAtMs' in event) return event.seenAtMs <= untilMs;
      return 'atMs' in event && event.atMs <= untilMs;
    }),
  };
}

function withoutFile(file: 'load.ndjson' | 'aws.ndjson'): RunRecord {
  const problem: RecordProblem = {
    file,
    kind: 'missing',
    message: `${file} is missing.`,
  };
  return { ...WHOLE, [file === 'load.ndjson' ? 'load' : 'aws']: [], problems: [problem] };
}

const of = (record: RunRecord, id: Parameters<typeof checkOf>[1]) =>
  checkOf(judge(record).checks, id);

describe('a load record that was cut off', () => {
  it('is told first, with where it ends', () => {
    const verdict = judge(loadCutAt(65));
    expect(verdict.status).toBe('inconclusive');
    expect(checkOf(verdict.checks, 'load-delivered')).toMatchObject({
      status: 'inconclusive',
      reason: 'record-incomplete',
      message: expect.stringContaining('The record of the load ends at 1:05 of 3:00.'),
    });
    expect(verdict.caveats).toContain('The record of the load ends at 1:05 of 3:00.');
  });

  it('counts what was due up to its end, and blames no generator and no plan', () => {
    const verdict = judge(loadCutAt(65));
    expect(verdict.load).toMatchObject({ planned: 47_000, sent: 47_000, notSent: 0 });
    expect(verdict.findings.map(({ code }) => code)).not.toContain('generator-overloaded');
    for (const id of ['reached-rate', 'latency', 'converged', 'no-flapping'] as const) {
      expect(checkOf(verdict.checks, id)).toMatchObject({
        status: 'inconclusive',
        reason: 'record-incomplete',
      });
    }
  });

  it('is measured by the phases when the start lines are gone as well', () => {
    const record = loadCutAt(65);
    const load = record.load.filter((event) => event.type === 'sample');
    expect(of({ ...record, load }, 'load-delivered').message).toContain('ends at 1:05 of 3:00.');
  });

  it('that lacks its end lines only is told as well', () => {
    expect(of(loadCutAt(180), 'load-delivered').message).toContain(
      'The record of the load ends at 3:00 of 3:00, without its last line.',
    );
  });

  it('is none where one worker alone fell silent: that one died', () => {
    const load = WHOLE.load.filter(
      (event) =>
        event.worker !== 2 ||
        event.type === 'start' ||
        (event.type === 'sample' && event.second < 90),
    );
    expect(of({ ...WHOLE, load }, 'load-delivered')).toMatchObject({
      reason: 'load-not-delivered',
      message: expect.stringContaining('1 worker died'),
    });
  });

  it('is none where another tool wrote samples and nothing else', () => {
    const load = WHOLE.load.filter((event) => event.type === 'sample');
    const manifest = { ...WHOLE.manifest, loadFrom: 'file' } as const;
    expect(of({ ...WHOLE, manifest, load }, 'load-delivered')).toMatchObject({ status: 'pass' });
  });
});

describe('a record of AWS that was cut off', () => {
  it('leaves open what rests on the part that is gone', () => {
    const verdict = judge(awsCutAt(30));
    expect(verdict.status).toBe('inconclusive');
    for (const id of ['trigger-crossed', 'scaled-out', 'reached-rate', 'latency', 'no-flapping']) {
      expect(checkOf(verdict.checks, id as 'latency')).toMatchObject({
        status: 'inconclusive',
        reason: 'record-incomplete',
        message: 'The record of AWS ends at 0:30 of 3:21.',
      });
    }
    expect(checkOf(verdict.checks, 'errors').status).toBe('pass');
    expect(checkOf(verdict.checks, 'load-delivered').status).toBe('pass');
  });

  it('lets stand what was seen before', () => {
    expect(of(awsCutAt(100), 'scaled-out').status).toBe('pass');
  });
});

describe('a file that is gone', () => {
  it('load.ndjson: is called missing, not a load that was never due', () => {
    const verdict = judge(withoutFile('load.ndjson'));
    const message =
      'The record of the load is missing: load.ndjson does not exist or has no readable lines.';
    expect(checkOf(verdict.checks, 'load-delivered')).toMatchObject({
      reason: 'record-incomplete',
      message: expect.stringContaining(message),
    });
    expect(verdict.headline).toContain('the record of the load is missing');
    expect(verdict.caveats.filter((caveat) => caveat.includes('missing'))).toEqual([message]);
  });

  it('aws.ndjson: is called missing, and nobody is told to attach a policy', () => {
    const verdict = judge(withoutFile('aws.ndjson'));
    expect(checkOf(verdict.checks, 'trigger-crossed')).toMatchObject({
      reason: 'record-incomplete',
      message: 'The record of AWS is missing: aws.ndjson does not exist or has no readable lines.',
    });
    expect(JSON.stringify(verdict)).not.toMatch(/attach/i);
  });
});

it('of a healthy run, damage makes no pass, no failure and no problem, wherever it begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 179 }), fc.boolean(), (second, ofLoad) => {
      const record = ofLoad ? loadCutAt(second) : awsCutAt(second);
      const { status, checks } = judge(record);
      expect(status).toBe('inconclusive');
      expect(checks.filter((check) => check.status === 'fail')).toEqual([]);
      expect(findingsOf(record).filter(({ severity }) => severity === 'problem')).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
