import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/verdict/judge.ts';
import { checkOf, itFinds } from '../defects.ts';
import { type Knobs, syntheticRun } from '../synthetic-run.ts';

const dead: Knobs['outcomes'] = (second, sent) =>
  second < 48 ? { correct: sent } : { network: sent };

describe('latency', () => {
  itFinds('latency', [
    {
      what: 'slow service',
      run: () => syntheticRun({ latencyMs: () => 300, serviceTimeMs: () => 299 }),
      is: 'fail',
      reason: 'service-too-slow',
      overall: 'fail',
    },
    {
      what: 'slow service, for want of connections',
      run: () =>
        syntheticRun({
          latencyMs: () => 500,
          serviceTimeMs: () => 299,
          lagMs: () => 200,
          connectionLimitHits: () => 900,
        }),
      is: 'fail',
      reason: 'service-too-slow',
      overall: 'fail',
    },
    {
      what: 'slow sending',
      run: () => syntheticRun({ latencyMs: () => 300 }),
      is: 'fail',
      reason: 'too-slow',
      overall: 'fail',
    },
    {
      what: 'slowness of a late generator',
      run: () => syntheticRun({ latencyMs: () => 300, serviceTimeMs: () => 299, lagMs: () => 200 }),
      is: 'inconclusive',
      reason: 'generator-in-doubt',
      overall: 'inconclusive',
    },
    {
      what: 'a bound within the resolution',
      run: () =>
        syntheticRun({
          latencyMs: () => 100,
          expect: { latency: { percentile: 50, maxMs: 99.9 } },
        }),
      is: 'inconclusive',
      reason: 'within-measuring-error',
      overall: 'inconclusive',
    },
    {
      what: 'too few requests',
      run: () =>
        syntheticRun({
          planned: (second) => (second === 5 ? 99 : 0),
          expect: { latency: { maxMs: 250 } },
        }),
      is: 'inconclusive',
      reason: 'too-few-samples',
      overall: 'inconclusive',
    },
    {
      what: 'a rate never held',
      run: () =>
        syntheticRun({
          expect: { reachedRate: { rps: 1_000, holdSeconds: 300 }, latency: { maxMs: 250 } },
        }),
      is: 'inconclusive',
      reason: 'rate-not-held',
      overall: 'inconclusive',
    },
    {
      what: 'no answers',
      run: () =>
        syntheticRun({ outcomes: () => ({}), expect: { latency: { maxMs: 250, over: 'run' } } }),
      is: 'inconclusive',
      reason: 'no-samples',
      overall: 'inconclusive',
    },
    {
      what: 'a target that died',
      run: () => syntheticRun({ steps: [], outcomes: dead }),
      is: 'inconclusive',
      reason: 'target-lost',
      overall: 'fail',
    },
    {
      what: 'nothing asked',
      run: () => syntheticRun({ expect: {} }),
      is: 'skipped',
      reason: 'not-asked',
      overall: 'pass',
    },
  ]);

  it('separates the fact of this run from what it proves about the system', () => {
    const { latency } = checks({});
    expect(latency).toMatchObject({ status: 'pass', reason: 'ok', confidence: null });
    expect(latency.limit).toBe('p99 of at most 250 ms in this run');
    expect(latency.message).toMatch(
      /^The bound was met in this run\. Certifying it for the system at 99 % confidence needs about [\d,]+ s more at this rate\.$/,
    );
  });

  it('asks for seconds more where a certificate is asked for and the run is too short', () => {
    const { latency } = checks({
      latencyMs: () => 20,
      expect: { latency: { maxMs: 250, certified: true } },
    });
    expect(latency).toMatchObject({ status: 'inconclusive', reason: 'not-certified' });
    expect(latency.limit).toBe('p99 of at most 250 ms, certified at 99 % confidence');
    expect(latency.message).toContain('s more');
  });

  it('certifies what was long and steady enough', () => {
    const { latency } = checks({
      loadSeconds: 700,
      latencyMs: () => 20,
      expect: { latency: { maxMs: 250, certified: true, over: 'run' } },
    });
    expect(latency).toMatchObject({ status: 'pass', confidence: 0.99 });
    expect(latency.message).toContain('It is certified for the system at 99 % confidence.');
  });

  it('calls the latency of what timed out a lower bound', () => {
    const { latency } = checks({
      latencyMs: () => 10_000,
      serviceTimeMs: () => 10_000,
      outcomes: (_, sent) => ({ correct: sent * 0.5, timeout: sent * 0.5 }),
      expect: { latency: { maxMs: 250, over: 'run' } },
    });
    expect(latency.observed).toMatch(/^p99 of at least 10 s /);
    expect(latency.message).toMatch(/^p99 latency was at least 10 s; the limit is 250 ms\./);
  });

  it('says how alike the seconds were, in numbers and in words', () => {
    const waves = (second: number) => (Math.floor(second / 18) % 2 === 0 ? 20 : 40);
    const { latency } = checks({
      latencyMs: waves,
      expect: { latency: { maxMs: 250, over: 'run' } },
    });
    expect(latency.looks?.seconds).toBe(180);
    expect(latency.looks?.looks).toBeLessThan(60);
    expect(latency.observed).toMatch(
      /latency moves in waves of about \d+ s, so 180 s are worth about \d+ independent looks/,
    );
  });
});

function checks(knobs: Partial<Knobs>) {
  return { latency: checkOf(judge(syntheticRun(knobs)).checks, 'latency') };
}
