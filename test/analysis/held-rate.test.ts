import { describe, expect, it } from 'vitest';
import { heldRate } from '../../src/analysis/held-rate.ts';
import { instancePoints } from '../../src/analysis/instance-counts.ts';
import { loadSeconds } from '../../src/analysis/load-seconds.ts';
import { targetLoss } from '../../src/analysis/target-loss.ts';
import { type Knobs, syntheticRun, without } from '../verdict/synthetic-run.ts';

const goal = { rps: 1_000, holdSeconds: 60, minInstances: 1, tolerance: 0.01, errorBudget: 0.01 };

function held(knobs: Partial<Knobs>, changes: Partial<typeof goal> = {}) {
  const run = syntheticRun(knobs);
  return heldRate(loadSeconds(run.load), instancePoints(run.aws), { ...goal, ...changes });
}

describe('heldRate', () => {
  it.each<[string, Partial<Knobs>, Partial<typeof goal>, number]>([
    ['a rate held to the end', {}, {}, 160],
    ['enough instances for the last part only', {}, { minInstances: 3 }, 115],
    [
      'a request over the edge of each second',
      { sent: (at, planned) => planned + (at % 2 === 0 ? 5 : -5) },
      {},
      160,
    ],
    ['a rate within the tolerance', { sent: (_, planned) => planned * 0.991 }, {}, 160],
    ['a rate below it', { sent: (_, planned) => planned * 0.98 }, {}, 0],
    [
      'a drop of one second',
      { sent: (at, planned) => (at === 100 ? planned / 2 : planned) },
      {},
      80,
    ],
    [
      'errors within the budget',
      { outcomes: (_, sent) => ({ correct: sent * 0.99, throttled: sent * 0.01 }) },
      {},
      160,
    ],
    [
      'answers that come in gusts',
      { outcomes: (at, sent) => ({ correct: at % 2 === 0 ? sent * 2 : 0 }) },
      {},
      160,
    ],
    ['a dead endpoint', { outcomes: (_, sent) => ({ network: sent }) }, {}, 0],
    [
      'an endpoint that refuses everything',
      { outcomes: (_, sent) => ({ throttled: sent }) },
      {},
      0,
    ],
  ])('with %s', (_what, knobs, changes, seconds) => {
    expect(held(knobs, changes).held?.seconds ?? 0).toBe(seconds);
  });

  it('is not held through an outage, though the mean of the whole would do', () => {
    const outage: Knobs['outcomes'] = (at, sent) =>
      at >= 100 && at < 106 ? {} : { correct: sent };
    const { held: window } = held({ outcomes: outage }, { tolerance: 0.1 });
    expect(window?.seconds).toBeLessThan(100);
  });

  it('tells what was planned, sent and answered apart', () => {
    const rate = held({
      sent: (at, planned) => (at < 90 ? planned / 2 : planned),
      outcomes: () => ({}),
    });
    expect(rate).toMatchObject({ planned: 160, sent: 90, answered: 0, held: null });
  });

  it('believes answers for one instance and asks polls for more', () => {
    const run = without(syntheticRun(), 'endpoint');
    const seconds = loadSeconds(run.load);
    expect(heldRate(seconds, [], goal).held?.seconds).toBe(160);
    expect(heldRate(seconds, [], { ...goal, minInstances: 2 })).toMatchObject({
      held: null,
      heldAtMost: 160,
    });
  });

  it('is nothing without load', () => {
    expect(heldRate([], [], goal)).toMatchObject({ planned: 0, sent: 0, held: null });
  });
});

describe('targetLoss', () => {
  it.each<[string, Knobs['outcomes'], number | null]>([
    ['answers to the end', (_, sent) => ({ correct: sent }), null],
    [
      'refused connections from 48 s on',
      (at, sent) => (at < 48 ? { correct: sent } : { network: sent }),
      48,
    ],
    ['timeouts from 48 s on', (at, sent) => (at < 48 ? { correct: sent } : { timeout: sent }), 48],
    [
      'silence with some errors',
      (at, sent) => (at < 48 ? { correct: sent } : at === 60 ? { network: 1 } : {}),
      48,
    ],
    ['no answer ever', (_, sent) => ({ network: sent }), 0],
    [
      'an outage that ended',
      (at, sent) => (at > 48 && at < 90 ? { network: sent } : { correct: sent }),
      null,
    ],
    ['server errors, which are answers', (_, sent) => ({ 'server-error': sent }), null],
    ['a bad last second', (at, sent) => (at < 179 ? { correct: sent } : { network: sent }), null],
  ])('after %s is at %o', (_what, outcomes, second) => {
    const loss = targetLoss(loadSeconds(syntheticRun({ outcomes }).load));
    expect(loss?.second ?? null).toBe(second);
  });
});
