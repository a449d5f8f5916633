/** The clock that the matrix runs on: were it wrong, no row of the matrix would mean anything. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { VirtualTime } from './virtual-time.ts';

const HOUR_MS = 3_600_000;

describe('virtual time', () => {
  test('passes hours at once, for timers of both kinds', async () => {
    const time = new VirtualTime(0);
    const seen = await time.run(async () => {
      await delay(HOUR_MS);
      const afterDelayMs = time.now();
      await new Promise<void>((resolve) => void setTimeout(resolve, HOUR_MS));
      return [afterDelayMs, time.now()];
    });
    expect(seen).toEqual([HOUR_MS, 2 * HOUR_MS]);
  });

  test('fires timers in the order in which they are due, and first come first served', async () => {
    const time = new VirtualTime(0);
    const fired: string[] = [];
    await time.run(async () => {
      for (const [name, ms] of [
        ['late', 30],
        ['first', 10],
        ['second', 10],
        ['between', 20],
      ] as const) {
        setTimeout(() => fired.push(`${name} at ${time.now()}`), ms);
      }
      clearTimeout(setTimeout(() => fired.push('cleared'), 15));
      await delay(40);
    });
    expect(fired).toEqual(['first at 10', 'second at 10', 'between at 20', 'late at 30']);
  });

  test('does everything that promises still have to do before time goes on', async () => {
    const time = new VirtualTime(0);
    const order: string[] = [];
    await time.run(async () => {
      setTimeout(() => order.push('next timer'), 1);
      await delay(0);
      for (let turn = 0; turn < 100; turn++) await Promise.resolve();
      order.push('a hundred turns later');
      await delay(1);
    });
    expect(order).toEqual(['a hundred turns later', 'next timer']);
  });

  test('says so when the run waits for something that never comes', async () => {
    const stuck = new VirtualTime(0).run(() => new Promise(() => {}));
    await expect(stuck).rejects.toThrow('waits for something that never comes');
  });

  test('gives the real timers back, also after a failure', async () => {
    const real = [setTimeout, clearTimeout, delay];
    await expect(new VirtualTime(0).run(() => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect([setTimeout, clearTimeout, delay]).toEqual(real);
  });
});
