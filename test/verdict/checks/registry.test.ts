import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineCheck, resultsWith } from '../../../src/verdict/checks/definition.ts';
import {
  CHECK_IDS,
  CHECKS,
  definitionOf,
  REASONS,
  type Reason,
} from '../../../src/verdict/checks/registry.ts';
import { judge } from '../../../src/verdict/judge.ts';
import type { Check } from '../../../src/verdict/verdict.ts';
import { type Knobs, syntheticRun } from '../synthetic-run.ts';

const { reasons, failed, inconclusive } = resultsWith({
  'too-slow': { status: 'fail' },
  'no-samples': { status: 'inconclusive', retryable: true },
});
const details = { observed: '', limit: '', message: '', when: null };

describe('what does not compile', () => {
  it('a reason that no check declares', () => {
    const known: Reason = 'service-too-slow';
    // @ts-expect-error misspelt
    const misspelt: Reason = 'service-to-slow';
    expect(REASONS).toContain(known);
    expect(REASONS).not.toContain(misspelt);
  });

  it('comparing a result with such a reason', () => {
    const isLost = (check: Check) =>
      // @ts-expect-error misspelt
      check.reason === 'target-losst';
    expect(judge(syntheticRun()).checks.some(isLost)).toBe(false);
  });

  it('a check giving a reason that it does not declare, or one of another status', () => {
    expect(failed('too-slow', details).reason).toBe('too-slow');
    // @ts-expect-error misspelt
    expect(failed('to-slow', details).reason).toBe('to-slow');
    // @ts-expect-error `too-slow` is a failure
    expect(inconclusive('too-slow', details).status).toBe('inconclusive');
  });

  it('a definition whose judge gives a reason that it does not declare', () => {
    const other = resultsWith({ 'too-late': { status: 'fail' } });
    const check = defineCheck({
      id: 'made-up',
      title: 'Made up',
      question: 'Is it made up?',
      group: 'callers',
      dataFrom: 'callers',
      lastEvidence: 'load',
      headline: { failed: 'Was not' },
      reasons,
      // @ts-expect-error `too-late` is another check's
      judge: () => other.failed('too-late', details),
    });
    expect(check.id).toBe('made-up');
  });

  it('a fact that is misspelt, or that the status of the reason cannot have', () => {
    // @ts-expect-error only an inconclusive result can put the generator in doubt
    resultsWith({ 'too-slow': { status: 'fail', doubtsGenerator: true } });
    // @ts-expect-error misspelt
    resultsWith({ 'too-slow': { status: 'fail', stand: 'always' } });
    // @ts-expect-error misspelt
    resultsWith({ 'too-slow': { status: 'fail', restsOn: { lod: true } } });
  });
});

describe('the registry', () => {
  it('has each check once, under its own id', () => {
    expect(new Set(CHECK_IDS).size).toBe(CHECKS.length);
    for (const id of CHECK_IDS) expect(definitionOf(id).id).toBe(id);
  });

  it('asks a question and states a title for each', () => {
    for (const { title, question, headline } of CHECKS) {
      expect(question).toMatch(/\?$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(headline.failed).toMatch(/^[A-Z].*[^.:]$/);
    }
  });
});

describe('the numbers of a check', () => {
  const knobs = fc.record({
    planned: fc.constantFrom<Knobs['planned']>(
      () => 300,
      () => 1_000,
      () => 0,
    ),
    latencyMs: fc.constantFrom<Knobs['latencyMs']>(
      () => 20,
      () => 600,
    ),
    maxCapacity: fc.constantFrom(1, 4),
  });

  it('have the same unit, and one is there whenever the check passed or failed', () => {
    fc.assert(
      fc.property(knobs, (run) => {
        for (const check of judge(syntheticRun(run)).checks) {
          const { observedValue, limitValue, status, id } = check;
          if (observedValue !== null)
            expect([id, observedValue.unit]).toEqual([id, limitValue?.unit]);
          if (status === 'pass' || status === 'fail')
            expect([id, observedValue]).not.toEqual([id, null]);
          if (status === 'skipped') expect([observedValue, limitValue]).toEqual([null, null]);
        }
      }),
      { numRuns: 12 },
    );
  });
});
