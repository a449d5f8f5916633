import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf } from '../defects.ts';
import { type Knobs, syntheticRun, without } from '../synthetic-run.ts';

const serverless: Partial<Knobs> = {
  steps: [],
  serverless: { maxConcurrency: 50, memoryMb: 2_048 },
  planned: () => 1_000,
  latencyMs: () => 20,
  serviceTimeMs: () => 20,
  inFlight: () => 30,
};
describe('a serverless variant', () => {
  const run = (expectations: Knobs['expect']) =>
    without(
      syntheticRun({ ...serverless, expect: expectations }),
      'policy',
      'alarm',
      'alarm-transition',
      'scalable-target',
    );

  it('has nothing that could flap, which is no doubt', () => {
    const verdict = judge(run({ reachedRate: { rps: 1_000, holdSeconds: 60 } }));
    expect(checkOf(verdict.checks, 'no-flapping')).toMatchObject({
      status: 'skipped',
      reason: 'no-instances',
    });
    expect(verdict.status).toBe('pass');
  });

  it('cannot scale out by instances, and is not blamed for it', () => {
    const { checks, status } = judge(
      run({
        scaledOut: { atLeastInstances: 2, withinSeconds: 60 },
        reachedRate: { rps: 1_000, holdSeconds: 60, minInstances: 2 },
      }),
    );
    for (const id of ['trigger-crossed', 'scaled-out', 'reached-rate'] as const) {
      expect(checkOf(checks, id)).toMatchObject({ status: 'inconclusive', reason: 'no-instances' });
    }
    expect(status).toBe('inconclusive');
  });

  it('is told of in terms of concurrency', () => {
    const verdict = judge(
      without(
        run({
          reachedRate: { rps: 1_000, holdSeconds: 60 },
          concurrency: {},
          throttles: {},
          coldStarts: { maxShare: 0.01 },
        }),
        'function',
      ),
    );
    expect(verdict.headline).toBe(
      'Held 1,000 requests/s for 180 s using 60 % of the allowed concurrency, with 0 % throttled and 0 % cold starts in this run.',
    );
  });
});
