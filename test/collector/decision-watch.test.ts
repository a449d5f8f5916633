import { describe, expect, test } from 'vitest';
import { DecisionWatch } from '../../src/collector/decision-watch.ts';

/** A metric poll every 10 s, of which each third is looked at; seconds of the looks and what came of them. */
async function looks(
  decidedAt: (second: number) => boolean,
  { lookTakes = 0, pollsUntil = Number.POSITIVE_INFINITY } = {},
) {
  let nowMs = 0;
  const asked: number[] = [];
  const watch = new DecisionWatch({
    everyMs: 30_000,
    now: () => nowMs,
    isDecided: async () => {
      asked.push(nowMs / 1_000);
      const decided = decidedAt(nowMs / 1_000);
      nowMs += lookTakes * 1_000;
      return decided;
    },
  });
  for (; nowMs < 300_000; nowMs += 1_000) {
    const completeAtMs = Math.min(Math.floor(nowMs / 10_000), pollsUntil) * 10_000;
    if (await watch.look({ nowMs, completeAtMs, areMetricsFinal: true }))
      return { asked, endedAt: nowMs / 1_000 };
  }
  return { asked, endedAt: null };
}

describe('everything is decided', () => {
  test('when it was so twice in a row, with CloudWatch heard in between', async () => {
    expect(await looks(() => true)).toEqual({ asked: [0, 30], endedAt: 30 });
    expect(await looks((second) => second >= 60)).toEqual({ asked: [0, 30, 60, 90], endedAt: 90 });
  });

  test('not when a later look finds it open again', async () => {
    expect(await looks((second) => second !== 30 && second < 61)).toMatchObject({
      asked: [0, 30, 60, 90, 120, 150, 180, 210, 240, 270],
      endedAt: null,
    });
  });

  test('not while CloudWatch says nothing more; nothing new is not looked at', async () => {
    expect(await looks(() => true, { pollsUntil: 0 })).toEqual({ asked: [0], endedAt: null });
  });

  test('a look that takes long is taken less often', async () => {
    const { asked } = await looks(() => false, { lookTakes: 10 });
    expect(asked).toEqual([0, 100, 200]);
  });
});
