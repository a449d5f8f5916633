import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTimeline } from '../../src/analysis/build-timeline.ts';
import type { RunRecord } from '../../src/record/read.ts';
import { judge } from '../../src/verdict/judge.ts';
import { type Verdict, verdictSchema } from '../../src/verdict/verdict.ts';
import { findingsOf } from './findings/codes.ts';
import { gap, killedAt, SCALE_OUT, syntheticRun } from './synthetic-run.ts';

const RECORDS: readonly RunRecord[] = [
  syntheticRun(),
  syntheticRun({
    steps: [{ ...SCALE_OUT, inServiceAt: null }],
    extra: [gap('DescribeScaling', 0, 9)],
  }),
  syntheticRun({
    outcomes: (second, sent) => (second < 48 ? { correct: sent } : { network: sent }),
  }),
  syntheticRun({
    steps: [],
    serverless: { maxConcurrency: 50, memoryMb: 2_048 },
    outcomes: (second, sent) => (second < 48 ? { throttled: sent } : { correct: sent }),
  }),
];

/** A time that a chart can show: not empty, and of the run. */
function isWithin(
  { load }: RunRecord,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): boolean {
  const starts = load.flatMap((event) => (event.type === 'sample' ? [event.startMs] : []));
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  return fromMs < toMs && fromMs >= first - MARGIN_MS && toMs <= last + MARGIN_MS;
}

/** AWS is polled before the load and watched after it. */
const MARGIN_MS = 60_000;

/** A problem that was found, of a run that did not pass, and checks that did not either. */
function isCauseNamed({ cause, status, checks, findings }: Verdict): boolean {
  if (cause === null) return true;
  return (
    (status === 'fail' || status === 'inconclusive') &&
    findings.some(({ code, severity }) => code === cause.code && severity === 'problem') &&
    cause.explains.every((id) => checks.some((one) => one.id === id && one.status === status))
  );
}

describe('any record gets a verdict', () => {
  it('truncated at any line of either file, with an end or without', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RECORDS),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (record, loadShare, awsShare, ended) => {
          const cut = {
            ...record,
            manifest: ended ? record.manifest : { ...record.manifest, end: null },
            load: record.load.slice(0, Math.round(record.load.length * loadShare)),
            aws: record.aws.slice(0, Math.round(record.aws.length * awsShare)),
          };
          const verdict = judge(cut);
          expect(verdictSchema.parse(verdict)).toEqual(verdict);
          for (const { when } of [...verdict.checks, ...verdict.findings]) {
            if (when !== null) expect(isWithin(record, when)).toBe(true);
          }
          expect(isCauseNamed(verdict)).toBe(true);
          if (!ended) expect(verdict.status).not.toBe('pass');
        },
      ),
      { numRuns: 150 },
    );
  });

  it('cut at every line of its first and last twenty', () => {
    const record = RECORDS[0]!;
    for (const length of [...Array(20).keys(), ...Array.from({ length: 20 }, (_, i) => -1 - i)]) {
      const cut = {
        ...record,
        load: record.load.slice(0, length),
        aws: record.aws.slice(0, length),
      };
      expect(() => verdictSchema.parse(judge(cut))).not.toThrow();
      expect(() => buildTimeline(cut)).not.toThrow();
    }
  });

  it('with its lines in any order, and the same one', () => {
    const record = RECORDS[0]!;
    const expected = judge(record);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...record.load], { minLength: record.load.length }),
        fc.shuffledSubarray([...record.aws], { minLength: record.aws.length }),
        (load, aws) => {
          const { checks, scalingEvents, status, headline, findings, settings } = judge({
            ...record,
            load,
            aws,
          });
          expect({ checks, scalingEvents, status, headline, findings, settings }).toEqual({
            checks: expected.checks,
            scalingEvents: expected.scalingEvents,
            status: expected.status,
            headline: expected.headline,
            findings: expected.findings,
            settings: expected.settings,
          });
          expect(buildTimeline({ ...record, load, aws })).toEqual(buildTimeline(record));
        },
      ),
      { numRuns: 10 },
    );
  });

  it('killed at any second, and never a pass', () => {
    for (let second = 0; second <= 200; second += 7) {
      const verdict = judge(killedAt(RECORDS[0]!, second));
      expect(verdict.status).not.toBe('pass');
      expect(verdict.ended).toBe('cut-off');
      expect(verdict.caveats.join()).toContain('cut off');
    }
  });

  it('killed at any second, and of a healthy run no problem is found', () => {
    for (let second = 0; second <= 200; second += 1) {
      const problems = findingsOf(killedAt(RECORDS[0]!, second)).filter(
        (finding) => finding.severity === 'problem',
      );
      expect(problems).toEqual([]);
    }
  });

  it('without anything but a manifest', () => {
    const verdict = judge({ ...RECORDS[0]!, load: [], aws: [] });
    expect(verdict).toMatchObject({
      status: 'inconclusive',
      startedAtMs: null,
      scalingEvents: [],
      instances: { first: null, peak: null, last: null },
    });
  });

  it('with latency sketches that cannot be unpacked, which it says', () => {
    const record = RECORDS[0]!;
    const load = record.load.map((event) =>
      event.type === 'sample' && event.second === 9
        ? { ...event, latencyMs: { ...event.latencyMs, ddsketch: 'AAAA' } }
        : event,
    );
    expect(judge({ ...record, load }).caveats).toContain(
      '2 latency sketches could not be read and are left out.',
    );
  });
});
