import { describe, expect, it } from 'vitest';
import { causeOf, causingFinding } from '../../src/verdict/cause.ts';
import { COMMON_REASONS } from '../../src/verdict/checks/definition.ts';
import {
  CHECKS,
  type CheckId,
  definitionOf,
  type Reason,
} from '../../src/verdict/checks/registry.ts';
import { EXPLAINS } from '../../src/verdict/findings/explains.ts';
import { judge } from '../../src/verdict/judge.ts';
import type { Check, Finding, Verdict } from '../../src/verdict/verdict.ts';
import { FINDING_CODES } from '../matrix/finding-codes.ts';
import { syntheticRun, T0 } from './synthetic-run.ts';

const found = (code: string, severity: Finding['severity'] = 'problem'): Finding => ({
  ...{ code, severity, message: code, advice: '', value: null, when: null, evidence: [] },
});

function checked(
  status: Check['status'],
  ...open: readonly (readonly [id: CheckId, reason: Reason])[]
): Check[] {
  const nothing = { observedValue: null, limitValue: null, confidence: null, n: null, looks: null };
  return CHECKS.map(({ id }) => {
    const reason = open.find(([one]) => one === id)?.[1];
    const words = { observed: '', limit: '', message: '', when: null };
    return { id, status: reason ? status : 'pass', reason: reason ?? 'ok', ...words, ...nothing };
  });
}

describe('the cause', () => {
  it('is the problem that explains the most of what failed', () => {
    const checks = checked(
      'fail',
      ['scaled-out', 'at-max-capacity'],
      ['errors', 'too-many-target-errors'],
    );
    expect(causeOf('fail', checks, [found('target-stalled'), found('at-max-capacity')])).toEqual({
      code: 'at-max-capacity',
      explains: ['scaled-out', 'errors'],
      when: null,
    });
  });

  it('is, of those that explain as much, the one nearest to the root', () => {
    const checks = checked('fail', ['errors', 'too-many-target-errors']);
    const both = [found('at-max-capacity'), found('function-throttled')];
    expect(causeOf('fail', checks, both)?.code).toBe('function-throttled');
    expect(causeOf('fail', checks, both.toReversed())?.code).toBe('function-throttled');
  });

  it.each([
    ['a note', 'fail', [found('function-throttled', 'note')]],
    ['a problem that explains another check', 'fail', [found('wrong-predictions')]],
    ['a problem that explains nothing', 'fail', [found('clock-skewed')]],
    ['a code of another version', 'fail', [found('constructor'), found('made-up')]],
    ['any problem, of a run that passed', 'pass', [found('function-throttled')]],
    ['any problem, of a run whose harness failed', 'error', [found('function-throttled')]],
  ] as const)('is never %s', (_what, status, findings) => {
    const checks = checked('fail', ['errors', 'too-many-target-errors']);
    expect(causeOf(status, checks, findings)).toBeNull();
  });

  it('of an inconclusive run explains its first doubt, or there is none', () => {
    const overloaded = [found('generator-overloaded')];
    const lag = ['generator-lag', 'generator-lagging'] as const;
    const rate = ['latency', 'rate-not-held'] as const;
    expect(causeOf('inconclusive', checked('inconclusive', lag, rate), overloaded)).toEqual({
      code: 'generator-overloaded',
      explains: ['generator-lag', 'latency'],
      when: null,
    });
    const interrupted = checked('inconclusive', ['load-delivered', 'interrupted'], lag, rate);
    expect(causeOf('inconclusive', interrupted, overloaded)).toBeNull();
  });

  it('names a finding of the verdict', () => {
    const verdict = judge(syntheticRun({ steps: [], maxCapacity: 1 }));
    expect(verdict.cause).toMatchObject({ code: 'at-max-capacity' });
    expect(verdict.cause?.explains).toContain('scaled-out');
    expect(causingFinding(verdict)?.advice).toContain('Raise the maximum capacity');
    expect(causingFinding({ ...verdict, cause: null } satisfies Verdict)).toBeNull();
  });

  it('has the time of its finding or, of a setting, that of the first check it explains', () => {
    const full = judge(syntheticRun({ steps: [], maxCapacity: 1 }));
    expect(full.cause?.when).toEqual(causingFinding(full)?.when);
    const suspended = judge(syntheticRun({ steps: [], scaleOutSuspended: true }));
    expect(causingFinding(suspended)?.when).toBeNull();
    const scaledOut = suspended.checks.find(({ id }) => id === 'scaled-out');
    expect(suspended.cause).toMatchObject({ code: 'scaling-suspended', when: scaledOut?.when });
  });

  it('of a run that was stopped while it went well is none', () => {
    const end = { atMs: T0 + 201_000, how: 'interrupted', signal: null, message: '' } as const;
    expect(judge(syntheticRun({ end }))).toMatchObject({ status: 'inconclusive', cause: null });
  });
});

describe('what a problem explains', () => {
  it('is declared of every code that is found as a problem', () => {
    const neverAProblem = [
      'aws-scaling-time',
      'cooldown-waited',
      'detection-could-be-faster',
      'spilled-over',
    ];
    expect(Object.keys(EXPLAINS).toSorted()).toEqual(
      FINDING_CODES.filter((code) => !neverAProblem.includes(code)),
    );
  });

  it.each(Object.entries(EXPLAINS))('%s: reasons that the checks have', (_code, relation) => {
    for (const [id, reasons] of Object.entries(relation)) {
      const known =
        id === 'any'
          ? CHECKS.flatMap((check) => Object.keys(check.reasons))
          : Object.keys(definitionOf(id as CheckId).reasons);
      expect([...known, ...COMMON_REASONS]).toEqual(expect.arrayContaining([...reasons]));
    }
  });
});
