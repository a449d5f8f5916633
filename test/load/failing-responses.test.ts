import { describe, expect, test } from 'vitest';
import {
  type Failing,
  FailingResponses,
  KEPT_PER_KIND,
  MAX_BODY_BYTES,
  MAX_KINDS,
  secretsInPath,
} from '../../src/load/replay/failing-responses.ts';

const failing = (own: Partial<Failing>): Failing => ({
  outcome: 'malformed',
  status: 200,
  error: null,
  row: 1,
  body: '<html>',
  latencyMs: 12.345,
  ...own,
});

describe('the responses that a load keeps', () => {
  test('are failing ones, the first few of each outcome and status', () => {
    const kept = new FailingResponses([]);
    expect(kept.take(failing({ outcome: 'correct' }))).toBeNull();
    expect(kept.take(failing({ outcome: 'wrong' }))).toBeNull();
    const taken = Array.from({ length: 1_000 }, () => kept.take(failing({}))).filter(Boolean);
    expect(taken).toHaveLength(KEPT_PER_KIND);
    expect(taken[0]).toEqual({
      ...{ outcome: 'malformed', status: 200, error: null, row: 1 },
      ...{ body: '<html>', bodyCharacters: 6, latencyMs: 12.3 },
    });
    expect(kept.take(failing({ status: 201 }))).not.toBeNull();
    expect(kept.take(failing({ outcome: 'timeout', status: null, body: null }))).toMatchObject({
      body: null,
      bodyCharacters: 0,
    });
  });

  test('are few, whatever statuses a target invents', () => {
    const kept = new FailingResponses([]);
    const taken = Array.from({ length: 900 }, (_, at) =>
      kept.take(failing({ outcome: 'server-error', status: 100 + at })),
    );
    expect(taken.filter(Boolean)).toHaveLength(MAX_KINDS);
  });

  test('have at most 2 KB, in whole characters', () => {
    const kept = new FailingResponses([]);
    const { body, bodyCharacters } = kept.take(failing({ body: `x${'ä'.repeat(100_000)}` }))!;
    expect(Buffer.byteLength(body!)).toBeLessThanOrEqual(MAX_BODY_BYTES);
    expect(body).toMatch(/^xä+$/);
    expect(bodyCharacters).toBe(100_001);
  });

  test('hold no secret, not even the half of one that the limit cuts', () => {
    const secret = 'k3y-'.repeat(10);
    const kept = new FailingResponses([secret, ...secretsInPath('/v1?key=s3cr3t%2Bx&n=1')]);
    const quoted = `${'x'.repeat(MAX_BODY_BYTES - 20)}${secret} s3cr3t%2Bx s3cr3t+x Bearer abcdefgh1234`;
    expect(kept.take(failing({ body: quoted }))!.body).not.toContain('k3y-');
    const short = kept.take(failing({ body: quoted.slice(MAX_BODY_BYTES - 20) }))!.body;
    expect(short).not.toMatch(/k3y-k3y|s3cr3t|abcdefgh/);
    expect(short).toContain('(redacted)');
  });
});
