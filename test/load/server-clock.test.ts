import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ServerClock } from '../../src/load/server-clock.ts';

const START_MS = Date.UTC(2026, 10, 22, 8);
const header = (serverMs: number) => new Date(serverMs).toUTCString();

test('knows nothing without a date', () => {
  const clock = new ServerClock();
  expect(clock.see(undefined, START_MS, START_MS + 5)).toBe(false);
  expect(clock.see('yesterday', START_MS, START_MS + 5)).toBe(false);
  expect(clock.estimate).toBeUndefined();
});

test('one response confines the offset to about a second', () => {
  const clock = new ServerClock();
  clock.see(header(START_MS), START_MS, START_MS + 10);
  expect(clock.estimate).toEqual({ offsetMs: 495, errorMs: 505 });
});

test('one just after a second began and one just before its end leave little more than a round trip', () => {
  const clock = new ServerClock();
  expect(clock.see(header(START_MS), START_MS + 999 - 5, START_MS + 999)).toBe(true);
  expect(clock.see(header(START_MS + 1_000), START_MS + 1_000 - 4, START_MS + 1_001)).toBe(true);
  expect(clock.estimate).toEqual({ offsetMs: 2.5, errorMs: 3.5 });
  // It teaches nothing new.
  expect(clock.see(header(START_MS + 1_000), START_MS + 1_400, START_MS + 1_410)).toBe(false);
});

test('whatever the offset and the round trips, the truth is within the stated error', () => {
  const response = fc.record({
    sentMs: fc.integer({ min: 0, max: 60_000 }),
    thereMs: fc.integer({ min: 0, max: 400 }),
    backMs: fc.integer({ min: 0, max: 400 }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: -90_000, max: 90_000 }),
      fc.array(response, { minLength: 1, maxLength: 60 }),
      (offsetMs, responses) => {
        const clock = new ServerClock();
        for (const { sentMs, thereMs, backMs } of responses) {
          const atMs = START_MS + sentMs;
          // A `Date` header leaves out the fraction of its second.
          const named = header(atMs + thereMs + offsetMs);
          clock.see(named, atMs, atMs + thereMs + backMs);
        }
        const { offsetMs: estimated, errorMs } = clock.estimate!;
        expect(Math.abs(estimated - offsetMs)).toBeLessThanOrEqual(errorMs);
      },
    ),
  );
});

test('servers whose clocks differ leave half the difference as error', () => {
  const clock = new ServerClock();
  clock.see(header(START_MS + 3_000), START_MS, START_MS);
  clock.see(header(START_MS), START_MS, START_MS);
  expect(clock.estimate).toEqual({ offsetMs: 2_000, errorMs: 1_000 });
});
