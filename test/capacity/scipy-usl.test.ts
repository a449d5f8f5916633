/** Our fit beside SciPy's, which shares nothing with the library we use. */
import { spawnSync } from 'node:child_process';
import { randomLcg, randomNormal } from 'd3-random';
import { expect, test } from 'vitest';
import { type Errors, fitUsl, throughput, type UslPoint } from '../../src/capacity/usl.ts';
import { PEERS_PYTHON } from '../peers.ts';
import { hasSciPy } from '../statistics/scipy.ts';
import { RAY_TRACER, SPEC_SDM91 } from './published-curves.ts';

interface Curve {
  readonly what: string;
  readonly points: readonly UslPoint[];
  readonly errors: Errors;
}

/** Among them linear ones, whose best fit without bounds would often be outside them. */
function noisyCurves(): Curve[] {
  const random = randomLcg(0.3);
  const noise = randomNormal.source(random)(0, 0.04);
  const counts = [1, 1, 2, 2, 3, 4, 6, 8];
  return [0, 0.02, 0.2].flatMap((sigma) =>
    [0, 0.002, 0.03].flatMap((kappa) =>
      [1, 2, 3].map((copy) => ({
        what: `sigma ${sigma}, kappa ${kappa}, ${copy}`,
        errors: 'relative' as const,
        points: counts.map((instances) => ({
          instances,
          rps: throughput({ lambda: 900, sigma, kappa }, instances) * (1 + noise()),
        })),
      })),
    ),
  );
}

test.skipIf(!hasSciPy())(
  'no fit of SciPy is better, and where both are the best they are one',
  () => {
    const curves: Curve[] = [
      ...(['absolute', 'relative'] as const).flatMap((errors) => [
        { what: `SPEC SDM91, ${errors}`, points: SPEC_SDM91, errors },
        { what: `ray tracer, ${errors}`, points: RAY_TRACER, errors },
      ]),
      ...noisyCurves(),
    ];
    const { stdout, stderr } = spawnSync(PEERS_PYTHON, ['test/capacity/usl_fits.py'], {
      input: JSON.stringify(
        curves.map(({ points, errors }) => ({
          n: points.map(({ instances }) => instances),
          x: points.map(({ rps }) => rps),
          relative: errors === 'relative',
        })),
      ),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const answers = JSON.parse(stdout) as { parameters: number[]; squares: number }[];
    for (const [at, { what, points, errors }] of curves.entries()) {
      const { lambda, sigma, kappa } = fitUsl(points, errors);
      const highest = Math.max(...points.map(({ rps }) => rps));
      const squares = points.reduce((sum, { instances, rps }) => {
        const unit = errors === 'relative' ? rps : highest;
        return sum + ((throughput({ lambda, sigma, kappa }, instances) - rps) / unit) ** 2;
      }, 0);
      expect(squares, what).toBeLessThan(answers[at]!.squares * (1 + 1e-6));
      const [theirLambda, theirSigma, theirKappa] = answers[at]!.parameters as [
        number,
        number,
        number,
      ];
      expect(lambda / theirLambda, what).toBeCloseTo(1, 3);
      expect(Math.abs(sigma - theirSigma), what).toBeLessThan(1e-3);
      expect(Math.abs(kappa - theirKappa), what).toBeLessThan(1e-4);
    }
  },
);
