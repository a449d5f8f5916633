import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../src/check/ask-all.ts';

test('yields results in item order, within the concurrency limit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 8 }),
      async (delays, concurrency) => {
        let running = 0;
        let most = 0;
        const results: number[] = [];
        const work = async (index: number) => {
          running += 1;
          most = Math.max(most, running);
          await sleep(delays[index]);
          running -= 1;
          return index;
        };
        for await (const result of inOrder(delays.keys(), concurrency, work)) results.push(result);
        expect(results).toEqual([...delays.keys()]);
        expect(most).toBeLessThanOrEqual(concurrency);
      },
    ),
    { numRuns: 30 },
  );
});
