import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Poller, type PollerOptions } from '../../src/collector/poller.ts';
import type { Gap } from '../../src/record/aws-events.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function pollerOf(poll: () => Promise<void>, changes: Partial<PollerOptions> = {}) {
  const gaps: Gap[] = [];
  const poller = new Poller({
    api: 'DescribeEndpoint',
    intervalMs: 1_000,
    poll,
    onGap: (gap) => gaps.push(gap),
    now: Date.now,
    random: () => 0.5,
    ...changes,
  });
  return { poller, gaps };
}

test('the next poll never overtakes a slow one, and the interval holds', async () => {
  const starts: number[] = [];
  const { poller } = pollerOf(async () => {
    starts.push(Date.now());
    const takesMs = starts.length === 2 ? 1_700 : 100;
    await new Promise((resolve) => setTimeout(resolve, takesMs));
  });
  void poller.start();
  await vi.advanceTimersByTimeAsync(5_000);
  // Overdue, it starts at once: a millisecond later, the shortest a timer waits.
  expect(starts).toEqual([0, 1_000, 2_701, 3_701, 4_701]);
});

test('records a failure as a gap since the last response, and backs off', async () => {
  let polls = 0;
  const { poller, gaps } = pollerOf(async () => {
    polls += 1;
    if (polls === 2 || polls === 3) {
      throw Object.assign(new Error('Rate exceeded'), {
        name: 'ThrottlingException',
        $metadata: { httpStatusCode: 400, attempts: 3 },
      });
    }
  });
  void poller.start();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(gaps).toMatchObject([
    {
      fromMs: 0,
      toMs: 1_000,
      kind: 'throttled',
      attempts: 3,
      message: 'ThrottlingException: Rate exceeded',
    },
    // After one failure: the interval plus half of a span of two intervals.
    { fromMs: 0, toMs: 3_000, kind: 'throttled' },
  ]);
  expect(poller.consecutiveFailures).toBe(0);
});

test('retries rare polls soon after a failure', async () => {
  const starts: number[] = [];
  const { poller } = pollerOf(
    async () => {
      starts.push(Date.now());
      if (starts.length < 3) throw new Error('not now');
    },
    { intervalMs: 60_000, retryMs: 1_000, random: () => 0 },
  );
  void poller.start();
  await vi.advanceTimersByTimeAsync(70_000);
  expect(starts).toEqual([0, 1_000, 2_000, 62_000]);
});

test('stops polling without throwing from a timer when the gap cannot be written', async () => {
  let polls = 0;
  const { poller } = pollerOf(
    async () => {
      polls += 1;
      if (polls === 2) throw new Error('not now');
    },
    {
      onGap: () => {
        throw new Error('no space left');
      },
    },
  );
  void poller.start();
  await vi.advanceTimersByTimeAsync(20_000);
  await poller.stop();
  expect(polls).toBe(2);
});

test('stop waits for the poll in progress and starts no other', async () => {
  let done = 0;
  const { poller } = pollerOf(async () => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    done += 1;
  });
  void poller.start();
  const stopped = poller.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  await stopped;
  expect(done).toBe(1);
});
