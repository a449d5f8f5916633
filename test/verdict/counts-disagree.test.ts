/** A watched function or endpoint that most answers did not come through decides nothing. */
import { describe, expect, test } from 'vitest';
import { judge } from '../../src/verdict/judge.ts';
import { type Knobs, syntheticRun } from './synthetic-run.ts';

/** What a service publishes, as a share of what it would. */
function counting(service: string, share: number, rest: Partial<Knobs> = {}) {
  return judge(
    syntheticRun({
      ...rest,
      metric: (name, _, value) => (name.startsWith(`${service}/`) ? value * share : value),
    }),
  );
}

function doubted({ checks }: ReturnType<typeof judge>): string[] {
  return checks.filter(({ reason }) => reason === 'counts-disagree').map(({ id }) => id);
}

const OF_ENDPOINT = ['trigger-crossed', 'scaled-out', 'reached-rate', 'converged', 'no-flapping'];

describe('an endpoint that', () => {
  test('is idle beside a load that only asks about callers: not a pass', () => {
    const expected = { reachedRate: { rps: 1_000, holdSeconds: 60 }, accuracy: { minShare: 0.9 } };
    const verdict = counting('sagemaker', 0, { expect: expected });
    expect(verdict.status).toBe('inconclusive');
    expect(doubted(verdict)).toEqual(['no-flapping']);
    expect(verdict.headline).toBe(
      'Cannot tell whether it scaled: SageMaker counted 0 requests for "wine", but 162,000 were answered, so most answers came from elsewhere and what it did says nothing of this load.',
    );
    expect(verdict.findings.map(({ code }) => code)).toContain('counts-differ');
  });

  test('counted less than half of the answers decides nothing that it is asked about', () => {
    const verdict = counting('sagemaker', 0.49);
    expect(doubted(verdict)).toEqual(OF_ENDPOINT);
    expect(verdict.checks.find(({ id }) => id === 'errors')).toMatchObject({ status: 'pass' });
  });

  test('counted half of them, as behind a cache, is judged', () => {
    expect(doubted(counting('sagemaker', 0.51))).toEqual([]);
  });

  test('failed to scale, but did not answer the load, does not fail the run', () => {
    const stuck = counting('sagemaker', 0, { steps: [], maxCapacity: 1 });
    expect(stuck.checks.filter(({ status }) => status === 'fail')).toEqual([]);
  });

  test('has datapoints that may still grow is not called another', () => {
    expect(doubted(counting('sagemaker', 0, { watchSeconds: 185 }))).toEqual([]);
  });
});

test('a function that did not answer the load leaves the endpoint its say', () => {
  expect(doubted(counting('lambda', 0))).toEqual(['concurrency', 'spillover']);
});

test('without counts to compare, nothing is doubted', () => {
  const record = syntheticRun({
    metric: (name, _, value) => (name === 'sagemaker/Invocations' ? null : value),
  });
  expect(doubted(judge(record))).toEqual([]);
});
