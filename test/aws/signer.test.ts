import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Credentials } from '../../src/aws/credentials.ts';
import { Signer, type SignerOptions } from '../../src/aws/signer.ts';
import type { HttpRequest } from '../../src/systems/contract.ts';
import { encodeEvent } from '../../src/systems/lambda-invocation.ts';
import { encodeCsv } from '../../src/systems/sagemaker-invocation.ts';
import { type Arrived, expectedAuthorization, scopeOf } from './verify-signature.ts';

const KEYS: Credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
const NOON = Date.UTC(2026, 10, 21, 12, 0, 0);
const EVENT = encodeEvent({}, { path: null, functionName: 'dogs', endpointName: null });

function signerOf(options: Partial<SignerOptions> = {}): Signer {
  return new Signer({
    service: 'lambda',
    region: 'eu-west-1',
    host: 'lambda.eu-west-1.amazonaws.com',
    credentials: () => KEYS,
    now: () => NOON,
    ...options,
  });
}

/** What would be on the wire. */
function arrivedOf({ method, path, headers, body }: HttpRequest): Arrived {
  return { method, url: path, headers, body: body ?? '' };
}

const anyName = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  fc.constantFrom(
    'arn:aws:lambda:eu-west-1:123456789012:function:dogs:live',
    'dogs:$LATEST',
    '123456789012:function:dogs:2',
    "a!'()*~b",
    '..',
    'a/../b',
    'ü ñ %41+&=?#',
  ),
  fc.string({ minLength: 1, unit: 'grapheme' }),
);
const anyCredentials = fc.record(
  {
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
    secretAccessKey: fc.string({ minLength: 1, unit: 'grapheme-ascii' }),
    sessionToken: fc.stringMatching(/^[A-Za-z0-9+/=]{1,400}$/),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
) as fc.Arbitrary<Credentials>;
const anyHost = fc.constantFrom('runtime.sagemaker.eu-west-1.amazonaws.com', '127.0.0.1:4620');
const anyNow = fc.integer({ min: 0, max: 4_000_000_000_000 });

/** Signed as an independent implementation would, for the target and the scope that were asked for. */
async function expectWellSigned(
  signed: HttpRequest,
  credentials: Credentials,
  { service, region, host }: Pick<SignerOptions, 'service' | 'region' | 'host'>,
): Promise<void> {
  const arrived = arrivedOf(signed);
  const scope = scopeOf(arrived);
  expect(scope).toMatchObject({ accessKeyId: credentials.accessKeyId, region, service });
  expect(scope.signedHeaders).toContain('host');
  expect(signed.headers.host).toBe(host);
  expect(signed.headers['x-amz-security-token']).toBe(credentials.sessionToken);
  expect(Object.keys(signed.headers).sort()).toEqual(
    [...scope.signedHeaders, 'authorization'].sort(),
  );
  expect(signed.headers.authorization).toBe(await expectedAuthorization(arrived, credentials));
}

test("matches an independent implementation's signature for any function", async () => {
  const body = fc.object({ maxDepth: 1, key: fc.string({ unit: 'grapheme' }) });
  await fc.assert(
    fc.asyncProperty(anyName, body, anyCredentials, anyHost, anyNow, async (...drawn) => {
      const [functionName, event, credentials, host, nowMs] = drawn;
      const target = { service: 'lambda', region: 'eu-west-1', host } as const;
      const signer = signerOf({ ...target, credentials: () => credentials, now: () => nowMs });
      const request = encodeEvent(event, { path: null, functionName, endpointName: null });
      await expectWellSigned(signer.sign(request), credentials, target);
    }),
    { numRuns: 300 },
  );
});

test("matches an independent implementation's signature for any endpoint", async () => {
  await fc.assert(
    fc.asyncProperty(anyName, fc.string(), anyCredentials, anyHost, async (...drawn) => {
      const [endpointName, body, credentials, host] = drawn;
      const target = { service: 'sagemaker', region: 'ap-south-1', host } as const;
      const signer = signerOf({ ...target, credentials: () => credentials });
      const row = { number: 1, text: [body], values: [], label: '' };
      const request = encodeCsv(row, { path: null, functionName: null, endpointName });
      await expectWellSigned(signer.sign(request), credentials, target);
    }),
    { numRuns: 300 },
  );
});

test('a modified request has a different signature', async () => {
  const signed = signerOf().sign({ ...EVENT, path: '/2015-03-31/functions/a/invocations' });
  const arrived = arrivedOf(signed);
  const { authorization } = signed.headers;
  expect(await expectedAuthorization(arrived, KEYS)).toBe(authorization);
  for (const change of [
    { body: '{"url":"x"}' },
    { url: '/2015-03-31/functions/b/invocations' },
    { url: `${arrived.url}?Qualifier=1` },
    { headers: { ...arrived.headers, host: 'elsewhere' } },
  ]) {
    expect(await expectedAuthorization({ ...arrived, ...change }, KEYS)).not.toBe(authorization);
  }
});

test('signature headers replace those of the request', () => {
  const headers = {
    Host: 'other',
    AUTHORIZATION: 'Basic eA==',
    'X-Amz-Date': '1',
    'X-Own': ' a  b ',
  };
  const signed = signerOf().sign({ ...EVENT, headers });
  expect(signed.headers).toMatchObject({
    host: 'lambda.eu-west-1.amazonaws.com',
    'x-amz-date': '20261121T120000Z',
    'x-own': ' a  b ',
  });
  expect(
    Object.keys(signed.headers).filter((name) => /^(host|auth|x-amz-date)/i.test(name)),
  ).toEqual(['host', 'x-amz-date', 'authorization']);
});

describe('a signature is reused until it would differ', () => {
  let nowMs = NOON;
  let credentials = KEYS;
  const signer = signerOf({ now: () => nowMs, credentials: () => credentials });

  test('not within a second', () => {
    const first = signer.sign(EVENT);
    nowMs = NOON + 999;
    expect(signer.sign(EVENT)).toBe(first);
  });

  test('in the next second', () => {
    const before = signer.sign(EVENT);
    nowMs = NOON + 1_000;
    const after = signer.sign(EVENT);
    expect(after.headers['x-amz-date']).toBe('20261121T120001Z');
    expect(after.headers.authorization).not.toBe(before.headers.authorization);
  });

  test('with other credentials', () => {
    credentials = { ...KEYS, accessKeyId: 'AKIDOTHER' };
    expect(signer.sign(EVENT).headers.authorization).toContain('Credential=AKIDOTHER/');
  });

  test('for another row', () => {
    const other = { ...EVENT, body: '{"url":"other"}' };
    expect(signer.sign(other)).not.toBe(signer.sign(EVENT));
    expect(signer.sign(other).body).toBe(other.body);
  });
});

test('formats any time as AWS expects', () => {
  expect(signerOf({ now: () => 1_999 }).sign({ ...EVENT }).headers['x-amz-date']).toBe(
    '19700101T000001Z',
  );
});
