import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fitUsl, peakInstances, throughput, type Usl } from '../../src/capacity/usl.ts';
import { RAY_TRACER, SPEC_SDM91 } from './published-curves.ts';

const COUNTS = [1, 2, 3, 4, 6, 8, 12];
const onCurve = (usl: Usl, counts = COUNTS) =>
  counts.map((instances) => ({ instances, rps: throughput(usl, instances) }));

const anyUsl = fc.record({
  lambda: fc.double({ min: 0.1, max: 10_000, noNaN: true }),
  sigma: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 0.9, noNaN: true })),
  kappa: fc.oneof(fc.constant(0), fc.double({ min: 0.0001, max: 0.1, noNaN: true })),
});

describe('the law fitted', () => {
  it('recovers what exact data were made with', () => {
    fc.assert(
      fc.property(anyUsl, (usl) => {
        const { lambda, sigma, kappa } = fitUsl(onCurve(usl));
        expect(lambda / usl.lambda).toBeCloseTo(1, 5);
        expect(sigma).toBeCloseTo(usl.sigma, 5);
        expect(kappa).toBeCloseTo(usl.kappa, 5);
      }),
      { numRuns: 40 },
    );
  });

  it('has neither contention nor coherency where throughput grows in proportion, or faster', () => {
    for (const power of [1, 1.2]) {
      const points = COUNTS.map((instances) => ({ instances, rps: 100 * instances ** power }));
      const { sigma, kappa } = fitUsl(points);
      expect(sigma).toBeCloseTo(0, 9);
      expect(kappa).toBeCloseTo(0, 9);
    }
  });

  it('is the same in any unit of throughput', () => {
    fc.assert(
      fc.property(anyUsl, fc.double({ min: 0.001, max: 1_000, noNaN: true }), (usl, unit) => {
        const noisy = onCurve(usl).map(({ instances, rps }, at) => ({
          instances,
          rps: rps * (at % 2 === 0 ? 1.03 : 0.97),
        }));
        const one = fitUsl(noisy);
        const other = fitUsl(noisy.map((point) => ({ ...point, rps: unit * point.rps })));
        expect(other.lambda / unit / one.lambda).toBeCloseTo(1, 6);
        expect(other.sigma).toBeCloseTo(one.sigma, 6);
        expect(other.kappa).toBeCloseTo(one.kappa, 6);
      }),
      { numRuns: 15 },
    );
  });

  it('takes any points, and is never worse than a constant throughput of each', () => {
    const point = fc.record({
      instances: fc.integer({ min: 1, max: 50 }),
      rps: fc.double({ min: 0.01, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 10 }), (points) => {
        const usl = fitUsl(points);
        expect(usl.lambda).toBeGreaterThan(0);
        expect(Math.min(usl.sigma, usl.kappa)).toBeGreaterThanOrEqual(0);
        const squares = (each: (n: number) => number) =>
          points.reduce((sum, { instances, rps }) => sum + (each(instances) / rps - 1) ** 2, 0);
        const shares = points.map(({ instances, rps }) => instances / rps);
        const total = (of: (share: number) => number) =>
          shares.reduce((sum, share) => sum + of(share), 0);
        const lambda = total((share) => share) / total((share) => share * share);
        expect(squares((n) => throughput(usl, n))).toBeLessThanOrEqual(
          squares((n) => lambda * n) * (1 + 1e-9),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('to SPEC SDM91 it is what the R package usl publishes', () => {
    const { lambda, sigma, kappa } = fitUsl(SPEC_SDM91, 'absolute');
    expect(lambda).toBeCloseTo(89.995, 2);
    expect(sigma).toBeCloseTo(0.02773, 5);
    expect(kappa).toBeCloseTo(0.00010437, 8);
    expect(peakInstances({ lambda, sigma, kappa })).toBeCloseTo(96.52, 1);
  });

  test('to the ray tracer it is near every point', () => {
    const usl = fitUsl(RAY_TRACER);
    for (const { instances, rps } of RAY_TRACER) {
      expect(throughput(usl, instances) / rps).toBeGreaterThan(0.93);
      expect(throughput(usl, instances) / rps).toBeLessThan(1.07);
    }
  });
});

test('throughput peaks at a count only where instances slow one another down', () => {
  expect(peakInstances({ lambda: 1, sigma: 0.5, kappa: 0 })).toBeNull();
  expect(peakInstances({ lambda: 1, sigma: 0.19, kappa: 0.01 })).toBeCloseTo(9, 9);
  expect(peakInstances({ lambda: 1, sigma: 1.5, kappa: 0.01 })).toBe(1);
});
