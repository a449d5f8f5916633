import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Gap } from '../../src/record/aws-events.ts';
import { CHECKS, REASONS } from '../../src/verdict/checks/registry.ts';
import { judge } from '../../src/verdict/judge.ts';
import { doubtsOf } from '../../src/verdict/retry.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';
import { type Knobs, syntheticRun, T0 } from './synthetic-run.ts';

function doubts(knobs: Partial<Knobs>) {
  const record = syntheticRun(knobs);
  return doubtsOf(judge(record), record.aws);
}

const gap = (api: string, kind: Gap['kind']): Gap => ({
  type: 'gap',
  api,
  kind,
  fromMs: T0,
  toMs: T0 + 200_000,
  message: 'as made up',
  attempts: 1,
});

describe('which reasons another attempt can settle', () => {
  /** What each check declares, as `check: reason`. */
  const declared = CHECKS.flatMap(({ id, reasons }) =>
    Object.entries(reasons).flatMap(([reason, { status, retryable }]) =>
      status === 'inconclusive' ? [{ what: `${id}: ${reason}`, reason, retryable }] : [],
    ),
  );
  const reasonsThat = (holds: (retryable: unknown) => boolean) =>
    [...new Set(declared.filter((one) => holds(one.retryable)).map(({ reason }) => reason))].sort();

  test('chance, a busy generator and a slow CloudWatch', () => {
    expect(reasonsThat((retryable) => retryable !== false)).toEqual([
      'generator-lagging',
      'generator-network',
      'instance-not-listed',
      'load-not-delivered',
      'metric-incomplete',
      'metric-not-final',
      'no-endpoint-data',
      'no-metric-data',
      'no-samples',
      'no-target-data',
      'not-settled',
      'predictions-missing',
      'rate-not-held',
      'rate-not-sent',
      'record-incomplete',
      'too-few-requests',
      'within-measuring-error',
      'worker-missing',
    ]);
  });

  test('not a plan, a configuration or a person', () => {
    expect(reasonsThat((retryable) => retryable === false)).toEqual([
      'aborted',
      'awaiting-samples',
      'command-failed',
      'connection-limit-reached',
      'cut-off',
      'expectation-unknown',
      'instances-not-told-apart',
      'interrupted',
      'limit-unknown',
      'load-needs-fewer',
      'load-not-watched',
      'load-too-short',
      'needed-later',
      'no-cold-start-data',
      'no-instances',
      'no-policy',
      'no-predictions',
      'not-by-load',
      'not-certified',
      'not-compared',
      'nothing-provisioned',
      'observation-too-short',
      'plan-too-short',
      'target-lost',
      'too-few-rows',
      'too-few-samples',
      'trigger-not-crossed',
      'within-traffic-grace',
      'worker-cut-off',
      'worker-doubled',
      'worker-early',
      'worker-foreign',
      'worker-lagging',
      'worker-late',
      'worker-lost-seconds',
      'worker-stopped',
      'worker-wrong-share',
      'wrong-start',
    ]);
  });

  test('the page for nights lists them', () => {
    const [, repeated = ''] =
      /\*\*Repeated\*\*(.*?)\n- /s.exec(readFileSync('docs/nightly.md', 'utf8')) ?? [];
    const listed = [...repeated.matchAll(/`([a-z-]+)`/g)].map(([, reason]) => reason).sort();
    expect(listed).toEqual(
      [...reasonsThat((retryable) => retryable !== false), 'generator-in-doubt'].sort(),
    );
  });

  test('a reason is one or the other, whichever check gives it', () => {
    const both = reasonsThat((one) => one === false).filter((reason) =>
      reasonsThat((one) => one !== false).includes(reason),
    );
    expect(both).toEqual([]);
    expect(REASONS).toEqual(expect.arrayContaining(declared.map(({ reason }) => reason)));
  });
});

describe('a run', () => {
  test('that passed or failed is settled', () => {
    expect(doubts({})).toBeNull();
    const failed = syntheticRun({ outcomes: (_, sent) => ({ 'server-error': sent }) });
    expect(judge(failed).status).toBe('fail');
    expect(doubtsOf(judge(failed), failed.aws)).toBeNull();
  });

  test('whose generator lagged may be settled by another attempt', () => {
    expect(doubts({ lagMs: () => 500 })).toEqual({
      reasons: expect.arrayContaining(['generator-lagging']),
      lasting: [],
    });
  });

  test('that failed, but for the generator, is in doubt as well', () => {
    const found = doubts({ lagMs: () => 500, latencyMs: () => 2_000, serviceTimeMs: () => 20 });
    expect(found?.reasons).toContain('generator-in-doubt');
    expect(found?.lasting).toEqual([]);
  });

  test('whose plan is too short ends the same, also where the generator lagged', () => {
    const found = doubts({ loadSeconds: 70, watchSeconds: 90, lagMs: () => 500 });
    expect(found?.reasons).toEqual(expect.arrayContaining(['generator-lagging', 'plan-too-short']));
    expect(found?.lasting).toEqual(['plan-too-short']);
  });

  test('that was interrupted is not repeated', () => {
    const end = { atMs: T0 + 60_000, how: 'interrupted', signal: 'SIGINT', message: '' } as const;
    expect(doubts({ loadSeconds: 50, watchSeconds: 60, end })?.lasting).toContain('interrupted');
  });

  test.each<[Gap['kind'], readonly string[]]>([
    ['throttled', []],
    ['unreachable', []],
    ['denied', ['no-metric-data']],
  ])('without datapoints, because GetMetricData was %s', (kind, lasting) => {
    const record = syntheticRun({ expect: { converged: {} } });
    const aws = [
      ...record.aws.filter(
        (event) => event.type !== 'datapoint' && event.type !== 'alarm-transition',
      ),
      gap('GetMetricData', kind),
    ];
    const found = doubtsOf(judge({ ...record, aws }), aws);
    expect(found?.reasons).toContain('no-metric-data');
    expect(found?.lasting).toEqual(lasting);
  });

  test('is repeated where another API was denied all night', () => {
    const extra = [gap('GetFunctionConcurrency', 'denied')];
    expect(doubts({ lagMs: () => 500, extra })?.lasting).toEqual([]);
  });

  test('whose harness failed says what to mend, and is not repeated', () => {
    const error = { ...judge(syntheticRun()), status: 'error' } satisfies Verdict;
    expect(doubtsOf(error, [])).toBeNull();
  });
});
