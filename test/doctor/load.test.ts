import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadItems } from '../../src/doctor/load-items.ts';
import { rowsItem } from '../../src/doctor/rows-item.ts';
import { loadFactsOf } from '../../src/load/load-facts.ts';
import { longestSecondsOver } from '../../src/scenario/plan-shape.ts';
import type { Phase } from '../../src/scenario/schema.ts';
import { steadyScenario } from './scenarios.ts';

function phase(durationSeconds: number, startRps: number, endRps = startRps): Phase {
  return { name: 'any', durationSeconds, startRps, endRps };
}

describe('a plan is over a rate', () => {
  test.each<[string, Phase[], number]>([
    ['for the whole of a constant phase', [phase(60, 20)], 60],
    ['never, at the very rate', [phase(60, 10)], 0],
    ['from where a ramp crosses it', [phase(100, 0, 20), phase(30, 20)], 80],
    ['until where a ramp falls below it', [phase(30, 20), phase(100, 20, 0)], 80],
    ['for the longest stretch, not the sum', [phase(30, 20), phase(1, 0), phase(40, 20)], 40],
    ['across phases that touch', [phase(30, 20), phase(40, 11)], 70],
    ['in the middle of two ramps', [phase(100, 0, 20), phase(100, 20, 0)], 100],
  ])('%s', (_, phases, seconds) => {
    expect(longestSecondsOver(phases, 10)).toBeCloseTo(seconds, 9);
  });

  test('agrees with sampling the rate, for any plan', () => {
    const phases = fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 40 }), fc.nat(40), fc.nat(40))
        .map(([seconds, from, to]) => phase(seconds, from, to)),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(phases, fc.nat(40), (plan, whole) => {
        // Off the whole numbers, so that no phase lies exactly on it.
        const rps = whole + 0.37;
        const step = 0.01;
        let longest = 0;
        let current = 0;
        for (const { durationSeconds, startRps, endRps } of plan) {
          const steps = Math.round(durationSeconds / step);
          for (let index = 0; index < steps; index += 1) {
            const rate = startRps + ((endRps - startRps) * (index + 0.5)) / steps;
            current = rate > rps ? current + step : 0;
            longest = Math.max(longest, current);
          }
        }
        expect(Math.abs(longestSecondsOver(plan, rps) - longest)).toBeLessThan(0.05);
      }),
    );
  });
});

describe('the rows that the expected accuracy needs', () => {
  const item = async (rps: number, seconds: number, ...set: string[]) =>
    rowsItem(await steadyScenario(rps, seconds, ...set));
  const expecting = (minShare: number) => `scaleproof.expect.accuracy={ minShare: ${minShare} }`;

  test.each([
    ['are requested', 100, 60, 0.95, 'ok', /about 177 of 178 rows; .* at least 95 % needs 20/],
    [
      'are more than the dataset has',
      100,
      60,
      0.999,
      'warning',
      /has 178 rows, and .* needs 1,000/,
    ],
    ['are more than the load requests', 1, 10, 0.95, 'warning', /about 9 distinct rows of 178/],
  ])('%s', async (_, rps, seconds, minShare, status, message) => {
    expect(await item(rps, seconds, expecting(minShare))).toMatchObject({
      id: 'rows',
      status,
      message: expect.stringMatching(message),
    });
  });

  test('are read and encoded even if no accuracy is expected', async () => {
    expect(await item(100, 60, 'scaleproof.expect.accuracy=')).toMatchObject({
      status: 'ok',
      message: '178 rows, all readable.',
    });
  });

  test('are a problem without any label', async () => {
    const scenario = await steadyScenario(100, 60, expecting(0.9));
    // Dog pictures come without labels.
    const address = { ...scenario.address, functionName: 'dog-a' };
    const dogs = { ...scenario, system: 'dog-a', way: 'lambda', address } as const;
    expect(await rowsItem(dogs)).toMatchObject({
      status: 'problem',
      message: expect.stringMatching(/^No row of the dataset \(1 row\) has a label/),
    });
  });

  test('are a problem if the dataset cannot be read', async () => {
    const scenario = { ...(await steadyScenario(1, 1)), dataset: '/nowhere/wine.csv' };
    expect(await rowsItem(scenario)).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('/nowhere/wine.csv'),
    });
  });
});

test('summarizes a plan by its peak, requests and duration', () => {
  expect(loadFactsOf([phase(10, 0, 100), phase(5, 100)])).toEqual({
    phases: 2,
    requests: 1_000,
    seconds: 15,
    peakRps: 100,
  });
});

describe('the connections a plan needs', () => {
  test.each([
    // 100/s x the latency bound of 0.4 s
    ['are rate x bound on latency', [], null, 'ok', /need 40 connections/],
    [
      'are rate x what CloudWatch says without a bound',
      ['scaleproof.expect.latency='],
      2,
      'ok',
      /\(from CloudWatch\) need 200 connections/,
    ],
    [
      'are rate x an assumed second without either',
      ['scaleproof.expect.latency='],
      null,
      'ok',
      /\(assumed\) need 100 connections/,
    ],
    [
      'may be more than there are',
      ['engines.replay.maxConnections=39'],
      null,
      'warning',
      /maxConnections is 39: requests would queue/,
    ],
  ] as const)('%s', async (_, set, measured, status, message) => {
    const items = loadItems(await steadyScenario(100, 10, ...set), measured);
    expect(items.find(({ id }) => id === 'connections')).toMatchObject({
      status,
      message: expect.stringMatching(message),
    });
  });
});
