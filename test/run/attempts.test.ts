import { expect, test } from 'vitest';
import { UserError } from '../../src/input/user-error.ts';
import { type Attempt, type Repeatable, repeat } from '../../src/run/attempts.ts';
import type { RunResult } from '../../src/run/run.ts';
import type { Doubts } from '../../src/verdict/retry.ts';
import type { Verdict } from '../../src/verdict/verdict.ts';

const LAGGING: Doubts = { reasons: ['generator-lagging'], lasting: [] };
const NOT_FINAL: Doubts = { reasons: ['metric-not-final', 'not-settled'], lasting: [] };
const TOO_SHORT: Doubts = {
  reasons: ['generator-lagging', 'plan-too-short'],
  lasting: ['plan-too-short'],
};

/** Settled, in doubt, interrupted before any load, or refused. */
type Outcome = 'settled' | Doubts | null | UserError;

async function attempts(
  retries: number,
  outcomes: readonly Outcome[],
  others: Partial<Repeatable<RunResult>> = {},
) {
  const made: Attempt[] = [];
  const steps: string[] = [];
  const outcomeOf = new Map<RunResult, Outcome>();
  const { result, notRepeated } = await repeat<RunResult>(retries, {
    run: async (attempt, { number, of }) => {
      const outcome = outcomes[made.length]!;
      made.push(attempt);
      steps.push(`run ${number} of ${of}`);
      if (outcome === null) return null;
      if (outcome instanceof UserError) throw outcome;
      const result = { directory: `run-${number}`, verdict: { runId: `run-${number}` } as Verdict };
      outcomeOf.set(result, outcome);
      return result;
    },
    doubts: async (result) => {
      const outcome = outcomeOf.get(result);
      return outcome === 'settled' ? null : (outcome as Doubts);
    },
    ready: async ({ directory }) => {
      steps.push(`as before ${directory}`);
      return null;
    },
    onRepeat: ({ reasons }) => void steps.push(reasons.join(', ')),
    signal: new AbortController().signal,
    ...others,
  });
  return { last: result?.directory ?? null, notRepeated, made, steps };
}

test('a settled run is not repeated', async () => {
  expect(await attempts(5, ['settled'])).toMatchObject({
    last: 'run-1',
    notRepeated: null,
    made: [{ number: 1, earlier: [] }],
  });
});

test('a run in doubt is repeated until one is settled, once the endpoint is as the first found it', async () => {
  const { last, made, steps } = await attempts(5, [LAGGING, NOT_FINAL, 'settled']);
  expect(last).toBe('run-3');
  expect(made[2]).toEqual({
    number: 3,
    earlier: [
      { runId: 'run-1', reasons: ['generator-lagging'] },
      { runId: 'run-2', reasons: ['metric-not-final', 'not-settled'] },
    ],
  });
  expect(steps).toEqual([
    'run 1 of 6',
    'generator-lagging',
    'as before run-1',
    'run 2 of 6',
    'metric-not-final, not-settled',
    'as before run-1',
    'run 3 of 6',
  ]);
});

test('when the attempts are used up, the last one counts, and nothing more is said', async () => {
  const { last, notRepeated, made } = await attempts(1, [LAGGING, LAGGING, 'settled']);
  expect([last, notRepeated, made.length]).toEqual(['run-2', null, 2]);
});

test('a run that would end the same is not repeated, and it says why', async () => {
  const { last, notRepeated, made } = await attempts(3, [TOO_SHORT, 'settled']);
  expect([last, made.length]).toEqual(['run-1', 1]);
  expect(notRepeated).toBe(
    'Not repeated: another attempt would end the same (plan-too-short); do what the check says, then run again.',
  );
});

test('an endpoint that does not come back ends it, with the verdict there is', async () => {
  const ready = async () => 'after 45:00 the endpoint was not as before.';
  const { last, notRepeated } = await attempts(3, [LAGGING, 'settled'], { ready });
  expect(last).toBe('run-1');
  expect(notRepeated).toBe('Not repeated: after 45:00 the endpoint was not as before.');
});

test('interrupted while it waits, it keeps the verdict there is', async () => {
  const controller = new AbortController();
  const ready = async () => {
    controller.abort('SIGINT');
    return null;
  };
  const { last, notRepeated, made } = await attempts(3, [LAGGING, 'settled'], {
    ready,
    signal: controller.signal,
  });
  expect([last, notRepeated, made.length]).toEqual(['run-1', null, 1]);
});

test('interrupted before another attempt sent anything, it keeps the verdict there is', async () => {
  expect(await attempts(3, [LAGGING, null])).toMatchObject({ last: 'run-1', notRepeated: null });
  expect(await attempts(3, [null])).toMatchObject({ last: null, notRepeated: null });
});

test('an attempt that cannot start does not lose the verdict of the one before', async () => {
  const { last, notRepeated } = await attempts(3, [
    LAGGING,
    new UserError('Endpoint "wine" is Failed.'),
  ]);
  expect(last).toBe('run-1');
  expect(notRepeated).toBe('Attempt 2 of 4 could not start: Endpoint "wine" is Failed.');
  await expect(attempts(3, [new UserError('no endpoint')])).rejects.toThrow('no endpoint');
});
