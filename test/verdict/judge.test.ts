import { describe, expect, it } from 'vitest';
import type { AwsEvent } from '../../src/record/aws-events.ts';
import { CHECK_IDS } from '../../src/verdict/checks/registry.ts';
import { EXIT_CODES, exitCodeOf } from '../../src/verdict/exit-code.ts';
import { judge } from '../../src/verdict/judge.ts';
import { statusSchema, verdictSchema } from '../../src/verdict/verdict.ts';
import { right, withAnswers, wrong } from './answer-lines.ts';
import {
  gap,
  type Knobs,
  OFFSET_MS,
  SCALE_OUT,
  syntheticRun,
  T0,
  without,
} from './synthetic-run.ts';

describe('judge', () => {
  it('passes a healthy run, every check of it, in the order of the ids', () => {
    const rows = withAnswers(syntheticRun(), 178, (row) => (row > 5 ? right('0') : wrong('1')));
    const verdict = judge(rows);
    expect(verdict.checks.map((check) => [check.id, check.status])).toEqual(
      // It has no metrics of single instances, as most endpoints have not.
      CHECK_IDS.map((id) => [id, id === 'traffic-shared' ? 'skipped' : 'pass']),
    );
    expect(verdict.status).toBe('pass');
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
  });

  it('names the peak when more instances came than were asked for', () => {
    const later = { alarmAt: null, activityAt: 101.5, desiredAt: 102, inServiceAt: 124.6, to: 4 };
    const peak = (run: Partial<Knobs>) =>
      judge(syntheticRun({ steps: [SCALE_OUT, later], ...run })).headline;
    const scaled =
      'Scaled out from 1 to 3 instances 39.5 s after the trigger was crossed, later to 4';
    expect(peak({})).toBe(`${scaled}, and held 1,000 requests/s for 115 s in this run.`);
    expect(peak({ latencyMs: () => 300, serviceTimeMs: () => 299 })).toBe(
      `Latency too high: p99 latency was 327 ms; the limit is 250 ms. ${scaled}.`,
    );
  });

  it('tells the figures of the load, all workers together', () => {
    expect(judge(syntheticRun()).load).toMatchObject({
      planned: 162_000,
      sent: 162_000,
      notSent: 0,
      completed: 162_000,
      outcomes: { correct: 157_140, wrong: 4_860 },
      peakPlannedRps: 1_000,
      peakSentRps: 1_000,
    });
    expect(judge(syntheticRun()).instances).toEqual({ first: 1, peak: 3, last: 3 });
  });

  it('says when the target stopped answering, and judges nothing that it cannot know', () => {
    const verdict = judge(
      syntheticRun({
        steps: [],
        outcomes: (second, sent) => (second < 48 ? { correct: sent } : { network: sent }),
      }),
    );
    expect(verdict.headline).toBe('The target stopped answering after 48 s.');
    const failures = verdict.checks.filter((check) => check.status === 'fail');
    expect(failures.map((check) => check.id)).toEqual(['errors']);
  });

  it('says that a target never answered', () => {
    const verdict = judge(syntheticRun({ outcomes: (_, sent) => ({ network: sent }) }));
    expect(verdict.headline).toBe('The target never answered.');
  });

  it('maps every status to its exit code', () => {
    expect(EXIT_CODES).toEqual({ pass: 0, fail: 1, inconclusive: 3, error: 4 });
    expect(statusSchema.options.map(exitCodeOf)).toEqual([0, 1, 3, 4]);
  });
});

function refused(statusMessage: string): AwsEvent {
  const times = { seenAtMs: T0 + 45_000, startMs: T0 + 42_000 + OFFSET_MS };
  const words = { description: 'Setting desired instance count to 3.', cause: '', statusMessage };
  return { type: 'activity', id: 'refused', status: 'Failed', ...times, ...words };
}

describe('the headline', () => {
  it('claims nothing where nothing was asked', () => {
    const record = syntheticRun({ expect: {} });
    const scenario = { ...record.manifest.scenario, asksNothing: true as const };
    const verdict = judge({ ...record, manifest: { ...record.manifest, scenario } });
    expect(verdict).toMatchObject({
      status: 'pass',
      headline:
        'Nothing was asked: the scenario has no `expect`. Answered 162,000 requests with 0 % errors, within the default limit.',
    });
  });

  it.each([
    [
      'a healthy run',
      () => syntheticRun(),
      'Scaled out from 1 to 3 instances 39.5 s after the trigger was crossed and held 1,000 requests/s for 115 s in this run.',
    ],
    [
      'a run that only held a rate',
      () => syntheticRun({ expect: { reachedRate: { rps: 1_000, holdSeconds: 60 } } }),
      'Held 1,000 requests/s for 160 s in this run.',
    ],
    [
      'a run without expectations',
      () => syntheticRun({ expect: {} }),
      'Answered 162,000 requests with 0 % errors; every check passed in this run.',
    ],
    [
      'good scaling and slow service: what was amiss first',
      () => syntheticRun({ latencyMs: () => 300, serviceTimeMs: () => 299 }),
      'Latency too high: p99 latency was 327 ms; the limit is 250 ms. Scaled out from 1 to 3 instances 39.5 s after the trigger was crossed.',
    ],
    [
      'a maximum of 1, which more than one check feels',
      () => syntheticRun({ steps: [], maxCapacity: 1 }),
      'Did not scale out as expected: the scalable target allows at most 1 instance; the scenario expects 3 (and 2 other checks failed).',
    ],
    [
      'good scaling in a run that was interrupted: what is in doubt first',
      () =>
        syntheticRun({
          end: { atMs: T0 + 201_000, how: 'interrupted', signal: null, message: '' },
        }),
      'Cannot tell whether it met what is expected: the run was interrupted after 180 seconds of load, so the rest of the plan was not sent. Scaled out from 1 to 3 instances 39.5 s after the trigger was crossed.',
    ],
    [
      "AWS's own words, of which the first sentence is enough",
      () =>
        syntheticRun({ steps: [], extra: [refused('Failed to set it to 3. Reason: a quota.')] }),
      'Did not scale out as expected: AWS could not scale out: "Failed to set it to 3 ..." (and 2 other checks failed).',
    ],
    [
      'AWS in a single sentence',
      () => syntheticRun({ steps: [], extra: [refused('Failed to set it to 3.')] }),
      'Did not scale out as expected: AWS could not scale out: "Failed to set it to 3" (and 2 other checks failed).',
    ],
    [
      'a load too small',
      () => syntheticRun({ steps: [], planned: () => 300 }),
      'Cannot tell whether it scaled: the load never crossed the policy’s threshold, so no scale-out was expected.',
    ],
    [
      'a harness that broke',
      () => syntheticRun({ end: { atMs: T0, how: 'failed', signal: null, message: 'it broke' } }),
      'The harness failed before it could judge the target: it broke.',
    ],
  ])('of %s', (_what, run, headline) => {
    expect(judge(run()).headline).toBe(headline);
  });
});

const UNREADABLE = {
  file: 'aws.ndjson',
  kind: 'unreadable-lines',
  message: 'aws.ndjson: line 2 is unreadable.',
} as const;

describe('the caveats', () => {
  it('list what could not be read or seen', () => {
    const record = syntheticRun({
      extra: [gap('GetMetricData', 10, 20), gap('GetMetricData', 10, 25)],
    });
    const { caveats } = judge({ ...record, problems: [UNREADABLE] });
    expect(caveats).toEqual([
      'aws.ndjson: line 2 is unreadable.',
      'The stand-in divided every AWS duration by 12: a metric period of 60 s lasted 5 s. Scaling times are not those of AWS.',
      'GetMetricData was throttled 2 times, for 15 s in total (throttled: as the test says).',
    ]);
  });

  it('say that a clock is off, or was never compared', () => {
    const skewed = syntheticRun({
      extra: [{ type: 'clock', atMs: T0, offsetMs: -90_000, plusMinusMs: 1 }],
    });
    expect(judge(skewed).caveats.join()).toContain('The AWS clock is 90 s behind the local one');
    expect(judge(without(syntheticRun(), 'clock')).caveats.join()).toContain('was not measured');
    expect(judge({ ...syntheticRun(), aws: [] }).caveats).toContain(
      'The record of AWS is missing: aws.ndjson does not exist or has no readable lines.',
    );
  });

  it('say that an instance was lost while nobody scaled', () => {
    const record = syntheticRun();
    const aws = record.aws.map((event) =>
      event.type === 'endpoint' && event.atMs === T0 + 120_000
        ? { ...event, currentInstanceCount: 2 }
        : event,
    );
    const verdict = judge({ ...record, aws });
    expect(verdict.caveats.join()).toContain('Instances went out of service 1 time');
    expect(verdict.scalingEvents).toHaveLength(1);
  });
});
