import { describe, expect, it, test } from 'vitest';
import { capacityCurve } from '../../src/capacity/capacity-curve.ts';
import { type CapacityCurve, capacityCurveSchema } from '../../src/capacity/curve-result.ts';
import { chooseLike } from '../../src/capacity/like-points.ts';
import { pointsOfTest } from '../../src/capacity/points.ts';
import { throughput, type Usl } from '../../src/capacity/usl.ts';
import { capacityCurveMarkdown } from '../../src/report/capacity-curve-markdown.ts';
import { renderCapacityCurve } from '../../src/report/capacity-curve-terminal.ts';
import { curveChart } from '../../src/report/capacity-page/curve-chart.ts';
import { palette } from '../../src/report/palette.ts';
import { capacityTest } from './made-up-tests.ts';

const COUNTS = [1, 2, 3, 4, 6, 8];
const SWING = [1.02, 0.99, 1.01, 0.98, 1.015, 0.985];

const cache = new Map<string, CapacityCurve>();
function curveOf(...args: Parameters<typeof fittedTo>) {
  const key = JSON.stringify(args);
  const curve = cache.get(key) ?? fittedTo(...args);
  cache.set(key, curve);
  return curve;
}

function fittedTo(usl: Usl, counts = COUNTS, at: number[] = [], needed: number[] = []) {
  const told = counts.map((count, index) => {
    const rps = throughput(usl, count) * SWING[index % SWING.length]!;
    return pointsOfTest(capacityTest(count, rps, { runId: `test-${index}` }));
  });
  const chosen = chooseLike(told, { across: [], named: true });
  return capacityCurve(chosen, { at, needed, across: [] });
}

const LINEAR: Usl = { lambda: 900, sigma: 0, kappa: 0 };
const CONTENDED: Usl = { lambda: 900, sigma: 0.2, kappa: 0 };
const RETROGRADE: Usl = { lambda: 900, sigma: 0.05, kappa: 0.02 };

describe('a curve', () => {
  it('has every true parameter in its interval', () => {
    for (const usl of [LINEAR, CONTENDED, RETROGRADE]) {
      const { fit, state } = curveOf(usl);
      expect(state).toBe('fitted');
      for (const name of ['lambda', 'sigma', 'kappa'] as const) {
        expect(fit![name].low, name).toBeLessThanOrEqual(usl[name] + 1e-9);
        expect(fit![name].high, name).toBeGreaterThanOrEqual(usl[name]);
      }
    }
  });

  it('claims contention or a peak only where they are shown', () => {
    expect(curveOf(LINEAR).headline).toContain('neither contention nor coherency is shown');
    expect(curveOf(CONTENDED).headline).toContain('waits for something shared');
    const { headline, fit } = curveOf(RETROGRADE);
    expect(headline).toContain('throughput is highest at about 7 instances');
    expect(fit!.peakInstances!.low).toBeLessThan(6.9);
    expect(fit!.peakInstances!.high).toBeGreaterThan(6.9);
  });

  it('says how many a rate needs, with the interval, and where none is enough', () => {
    const { needed } = curveOf(RETROGRADE, COUNTS, [], [1_500, 50_000]);
    expect(needed[0]).toMatchObject({ rps: 1_500, instances: 2, extrapolated: false });
    expect(needed[1]).toMatchObject({ instances: null, high: null, extrapolated: true });
  });

  it('flags what lies beyond the largest count, in the data, the text and the chart', () => {
    const curve = curveOf(LINEAR, COUNTS, [4, 12], [9_500]);
    expect(curve.predictions.map(({ extrapolated }) => extrapolated)).toEqual([false, true]);
    expect(curve.predictions[1]!.rps.low).toBeLessThan(12 * 900);
    expect(curve.predictions[1]!.rps.high).toBeGreaterThan(0.98 * 12 * 900);
    const text = renderCapacityCurve(curve, 80, palette(false));
    expect(text).toMatch(/12 instances carry .*extrapolated beyond the 8\sinstances measured/s);
    expect(text).toMatch(/9,500\/s needs 11 instances .*extrapolated beyond/s);
    expect(text).toContain('╌');
    expect(capacityCurveMarkdown(curve)).toContain('extrapolated beyond the 8 instances measured');
    expect(curveChart(curve)!.text).toContain('is-dashed');
  });

  it('is the same each time, and what its schema says', () => {
    const curve = curveOf(CONTENDED, COUNTS, [5], [2_000]);
    expect(fittedTo(CONTENDED, COUNTS, [5], [2_000])).toEqual(curve);
    expect(capacityCurveSchema.parse(curve)).toEqual(curve);
  });

  it('fits 80 columns, and 40', async () => {
    const curve = curveOf(RETROGRADE, COUNTS, [12], [1e9]);
    for (const columns of [80, 40]) {
      const lines = renderCapacityCurve(curve, columns, palette(false)).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    }
    await expect(renderCapacityCurve(curve, 80, palette(false))).toMatchFileSnapshot(
      '../golden/capacity/curve-80.txt',
    );
  });
});

test.each([
  ['no run', [], 'Insufficient: 0 of 6 points.'],
  ['five points', [1, 2, 3, 4, 5], 'Insufficient: 5 of 6 points.'],
  ['one count', [2, 2, 2, 2, 2, 2], 'Insufficient: 1 of 3 counts of instances.'],
  ['two counts', [1, 1, 1, 2, 2, 2], 'Insufficient: 2 of 3 counts of instances.'],
])('%s: a table, but no curve', (_, counts, headline) => {
  const curve = curveOf(LINEAR, counts, [8], [100]);
  expect(curve).toMatchObject({ state: 'insufficient', fit: null, predictions: [], needed: [] });
  expect(curve.headline).toContain(headline);
  expect(curve.points).toHaveLength(counts.length);
  const text = renderCapacityCurve(curve, 80, palette(false));
  expect(text).toContain(headline);
  expect(text).not.toContain('lambda');
  expect(curveChart(curve)).toBeNull();
});
