import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClockOffset } from '../../src/collector/clock-offset.ts';

test('has no estimate before the first response', () => {
  expect(new ClockOffset().estimate()).toBeNull();
});

test('one response bounds the offset to half a second plus half the round trip', () => {
  const clock = new ClockOffset();
  clock.observe({ sentMs: 10_100, receivedMs: 10_300, serverSecondMs: 12_000 });
  expect(clock.estimate()).toEqual({ offsetMs: 2_300, plusMinusMs: 600 });
});

test('the interval always holds the true offset, and narrows', () => {
  const answers = fc.array(
    fc.record({
      gapMs: fc.integer({ min: 1, max: 3_000 }),
      upMs: fc.nat(200),
      downMs: fc.nat(200),
    }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(fc.integer({ min: -90_000, max: 90_000 }), answers, (offsetMs, all) => {
      const clock = new ClockOffset();
      let nowMs = 1_700_000_000_000;
      let widthMs = Number.POSITIVE_INFINITY;
      for (const { gapMs, upMs, downMs } of all) {
        nowMs += gapMs;
        const sentMs = nowMs;
        const serverSecondMs = Math.floor((nowMs + upMs + offsetMs) / 1_000) * 1_000;
        nowMs += upMs + downMs;
        clock.observe({ sentMs, receivedMs: nowMs, serverSecondMs });
        const estimate = clock.estimate()!;
        expect(Math.abs(estimate.offsetMs - offsetMs)).toBeLessThanOrEqual(
          estimate.plusMinusMs + 1e-9,
        );
        expect(estimate.plusMinusMs).toBeLessThanOrEqual(widthMs);
        widthMs = estimate.plusMinusMs;
      }
    }),
  );
});

test('restarts the estimate when the clock is changed', () => {
  const clock = new ClockOffset();
  clock.observe({ sentMs: 10_000, receivedMs: 10_010, serverSecondMs: 10_000 });
  clock.observe({ sentMs: 20_000, receivedMs: 20_010, serverSecondMs: 80_000 });
  expect(clock.estimate()!.offsetMs).toBeGreaterThan(59_000);
});
