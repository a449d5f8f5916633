import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf, itFinds } from '../defects.ts';
import { type Knobs, syntheticRun } from '../synthetic-run.ts';

const dead: Knobs['outcomes'] = (second, sent) =>
  second < 48 ? { correct: sent } : { network: sent };

describe('errors', () => {
  itFinds('errors', [
    {
      what: 'server errors',
      run: () =>
        syntheticRun({
          outcomes: (_, sent) => ({ correct: sent * 0.95, 'server-error': sent * 0.05 }),
        }),
      is: 'fail',
      reason: 'too-many-target-errors',
      overall: 'fail',
    },
    {
      what: 'server errors, the generator in doubt',
      run: () =>
        syntheticRun({
          lagMs: () => 200,
          outcomes: (_, sent) => ({ correct: sent * 0.95, 'server-error': sent * 0.05 }),
        }),
      is: 'fail',
      reason: 'too-many-target-errors',
      overall: 'fail',
    },
    {
      what: 'timeouts',
      run: () =>
        syntheticRun({ outcomes: (_, sent) => ({ correct: sent * 0.95, timeout: sent * 0.05 }) }),
      is: 'fail',
      reason: 'too-many-errors',
      overall: 'fail',
    },
    {
      what: 'timeouts of a late generator',
      run: () =>
        syntheticRun({
          lagMs: () => 200,
          outcomes: (_, sent) => ({ correct: sent * 0.95, timeout: sent * 0.05 }),
        }),
      is: 'inconclusive',
      reason: 'generator-in-doubt',
      overall: 'inconclusive',
    },
    {
      what: 'a generator out of ports',
      run: () =>
        syntheticRun({
          errors: { 'connect EADDRNOTAVAIL': 8_000 },
          outcomes: (_, sent) => ({ correct: sent * 0.95, network: sent * 0.05 }),
        }),
      is: 'inconclusive',
      reason: 'generator-network',
      overall: 'inconclusive',
    },
    {
      what: 'nothing ended',
      run: () => syntheticRun({ expect: {}, outcomes: () => ({}) }),
      is: 'inconclusive',
      reason: 'no-samples',
      overall: 'inconclusive',
    },
    {
      what: 'a target that died',
      run: () => syntheticRun({ steps: [], outcomes: dead }),
      is: 'fail',
      reason: 'target-lost',
      overall: 'fail',
    },
    {
      what: 'an outage that ended',
      run: () =>
        syntheticRun({
          outcomes: (second, sent) =>
            second >= 90 && second < 100 ? { network: sent } : { correct: sent },
        }),
      is: 'fail',
      reason: 'too-many-errors',
      overall: 'fail',
    },
    {
      what: 'wrong predictions, which are none',
      run: () => syntheticRun({ expect: {}, outcomes: (_, sent) => ({ wrong: sent }) }),
      is: 'pass',
      reason: 'ok',
      overall: 'pass',
    },
  ]);
});

describe('the advice on errors', () => {
  const adviceOn = (knobs: Partial<Knobs>) =>
    checkOf(judge(syntheticRun(knobs)).checks, 'errors').message;
  const throttledAlways: Partial<Knobs> = {
    outcomes: (_, sent) => ({ correct: sent * 0.9, throttled: sent * 0.1 }),
  };

  test.each<[string, Partial<Record<'timeout' | 'server-error' | 'network', number>>, RegExp]>([
    ['one kind', { 'server-error': 0.1 }, / All were server errors: /],
    ['a majority', { 'server-error': 0.06, timeout: 0.04 }, / Most were server errors: /],
    [
      'the largest of several groups, without calling it most',
      { 'server-error': 0.04, timeout: 0.03, network: 0.03 },
      / [\d,]+ of [\d,]+ were server errors: /,
    ],
  ])('names %s', (_what, shares, expected) => {
    const bad = Object.entries(shares);
    const message = adviceOn({
      outcomes: (_, sent) => ({
        correct: sent * 0.9,
        ...Object.fromEntries(bad.map(([kind, share]) => [kind, sent * share])),
      }),
    });
    expect(message).toMatch(expected);
  });

  test('points at the function where Lambda counts the throttles', () => {
    const message = adviceOn({
      ...throttledAlways,
      metric: (name, _start, value) => (name === 'lambda/Throttles' ? 100_000 : value),
    });
    expect(message).toMatch(/All were throttled: check the function’s reserved concurrency/);
  });

  test('points at the gateway where Lambda counts none', () => {
    expect(adviceOn(throttledAlways)).toMatch(/All were throttled: check .* gateway’s stage/);
  });
});
