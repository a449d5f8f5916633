import { setImmediate as settled } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CredentialKeeper, waitMs } from '../../src/aws/credential-keeper.ts';
import type { Credentials } from '../../src/aws/credentials.ts';
import { UserError } from '../../src/input/user-error.ts';

const HOUR = 3_600_000;

describe('how long to wait before credentials are renewed', () => {
  test.each([
    ['an hour left: ten minutes before the end', HOUR, 0, 50 * 60_000],
    ['twelve hours left', 12 * HOUR, 0, 12 * HOUR - 600_000],
    ['fifteen minutes left: when a third is left', 900_000, 0, 600_000],
    ['six seconds left', 6_000, 0, 4_000],
    ['nothing left', 0, 0, 200],
    ['expired', -5_000, 0, 200],
    ['more than a timer holds: a day', 1_000 * HOUR, 0, 24 * HOUR],
    ['after the first failure', HOUR, 1, 1_000],
    ['after the fourth', HOUR, 4, 8_000],
    ['after the twentieth', HOUR, 20, 60_000],
    ['after the twentieth, with little left', 9_000, 20, 3_000],
    ['after the third, expired', -1, 3, 4_000],
  ])('%s', (_, remainingMs, failures, expected) => {
    expect(waitMs(remainingMs, failures)).toBe(expected);
  });

  test('always attempts renewal before expiry, without a tight loop', () => {
    const remaining = fc.integer({ min: 601, max: 10_000 * HOUR });
    fc.assert(
      fc.property(remaining, fc.integer({ min: 0, max: 100 }), (remainingMs, failures) => {
        const delayMs = waitMs(remainingMs, failures);
        expect(delayMs).toBeGreaterThanOrEqual(200);
        expect(delayMs).toBeLessThan(remainingMs);
      }),
    );
  });
});

/** A keeper in a time that only the test moves. */
async function virtualKeeper(provider: (nowMs: number) => Credentials) {
  let nowMs = 0;
  let timer: { run: () => void; atMs: number } | null = null;
  let asked = 0;
  const warnings: string[] = [];
  const keeper = await CredentialKeeper.open({
    provider: async () => {
      asked += 1;
      return provider(nowMs);
    },
    now: () => nowMs,
    startTimer: (run, delayMs) => {
      timer = { run, atMs: nowMs + delayMs };
      return () => {
        timer = null;
      };
    },
    warn: (message) => warnings.push(message),
  });
  return {
    keeper,
    warnings,
    asked: () => asked,
    isWaiting: () => timer !== null,
    async advanceTo(untilMs: number) {
      while (timer && timer.atMs <= untilMs) {
        const { run, atMs } = timer;
        timer = null;
        nowMs = atMs;
        run();
        await settled();
      }
      nowMs = untilMs;
    },
  };
}

function lasting(nowMs: number, lifeMs: number): Credentials {
  return {
    accessKeyId: `from-${nowMs}`,
    secretAccessKey: 'planted-secret',
    sessionToken: 'planted-token',
    expiration: new Date(nowMs + lifeMs),
  };
}

const fails = (): never => {
  throw Object.assign(new Error('cannot parse {"SecretAccessKey":"planted-secret"'), {
    name: 'CredentialsProviderError',
  });
};

test('never hands out expired credentials while renewal works', async () => {
  const lives = fc.array(fc.integer({ min: 1_000, max: 2 * HOUR }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(lives, async (lifeMs) => {
      let next = 0;
      const { keeper, advanceTo } = await virtualKeeper((nowMs) =>
        lasting(nowMs, lifeMs[next++ % lifeMs.length]!),
      );
      const step = Math.max(1_000, ...lifeMs) / 7;
      for (let nowMs = 0; nowMs < 50 * step; nowMs += step) {
        await advanceTo(nowMs);
        expect(keeper.current.expiration!.getTime()).toBeGreaterThan(nowMs);
      }
    }),
    { numRuns: 50 },
  );
});

test('never renews credentials that do not expire', async () => {
  const { asked, isWaiting, advanceTo } = await virtualKeeper(() => ({
    accessKeyId: 'a',
    secretAccessKey: 'b',
  }));
  await advanceTo(1_000 * HOUR);
  expect(isWaiting()).toBe(false);
  expect(asked()).toBe(1);
});

test('keeps old credentials and retries while renewal fails, with one warning and no secret', async () => {
  const { keeper, warnings, asked, advanceTo } = await virtualKeeper((nowMs) =>
    nowMs === 0 || nowMs > 55 * 60_000 ? lasting(nowMs, HOUR) : fails(),
  );
  const first = keeper.current;
  await advanceTo(54 * 60_000);
  expect(keeper.current).toBe(first);
  // 50 min + 0, 1, 3, 7, 15, 31, 63 s, then every minute.
  expect(asked()).toBe(1 + 7 + 2);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(
    /could not be renewed \(CredentialsProviderError\); .*T01:00:00\.000Z/,
  );
  expect(warnings[0]).not.toContain('planted');
  await advanceTo(57 * 60_000);
  expect(keeper.current).not.toBe(first);
  expect(warnings).toHaveLength(1);
});

test('treats a provider that returns expired credentials as failed', async () => {
  const { keeper, warnings, advanceTo } = await virtualKeeper((nowMs) =>
    lasting(nowMs, nowMs === 0 ? HOUR : -1),
  );
  const first = keeper.current;
  await advanceTo(51 * 60_000);
  expect(keeper.current).toBe(first);
  expect(warnings[0]).toMatch(/\(CredentialsExpired\)/);
});

test('does not renew after close', async () => {
  const { keeper, asked, isWaiting, advanceTo } = await virtualKeeper((nowMs) =>
    lasting(nowMs, HOUR),
  );
  keeper.close();
  expect(isWaiting()).toBe(false);
  await advanceTo(10 * HOUR);
  expect(asked()).toBe(1);
});

test.each([
  [
    'none',
    fails,
    /No usable AWS credentials .*\(CredentialsProviderError\); set AWS_PROFILE or log in/,
  ],
  ['expired ones', () => lasting(0, -1), /No usable AWS credentials .*\(CredentialsExpired\)/],
])('%s to begin with: one sentence without any secret', async (_, provider, message) => {
  const opened = virtualKeeper(provider);
  await expect(opened).rejects.toThrow(UserError);
  await expect(opened).rejects.toThrow(message);
  await expect(opened).rejects.not.toThrow(/planted/);
});
