/** Responses of any kind, for properties that must hold whatever a server sends. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Codec, DatasetRow, HttpResponse } from '../../src/systems/contract.ts';

const OUTCOMES = ['correct', 'wrong', 'throttled', 'client-error', 'server-error', 'malformed'];

/** @param near bodies that come close to a right answer: what random text never reaches */
function anyResponse(near: fc.Arbitrary<string>): fc.Arbitrary<HttpResponse> {
  return fc.record({
    status: fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 599 })),
    headers: fc.dictionary(
      fc.constantFrom(
        'x-amz-function-error',
        'x-amz-log-result',
        'x-amzn-errortype',
        'content-type',
      ),
      fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined)),
    ),
    body: fc.oneof(fc.string(), fc.json(), near),
  });
}

/** An object with the given keys, each with any JSON value, or without. */
export function anyObject(...keys: string[]): fc.Arbitrary<string> {
  const members = Object.fromEntries(keys.map((key) => [key, fc.oneof(fc.jsonValue(), fc.json())]));
  return fc.record(members, { requiredKeys: [] }).map((value) => JSON.stringify(value));
}

/** Whatever the response: an outcome, never an exception; a prediction exactly with an answer. */
export function expectNeverThrows(codec: Codec, row: DatasetRow, near: fc.Arbitrary<string>): void {
  fc.assert(
    fc.property(anyResponse(near), (response) => {
      const { outcome, predicted } = codec.decode(response, row);
      expect(OUTCOMES).toContain(outcome);
      expect(predicted !== null).toBe(outcome === 'correct' || outcome === 'wrong');
    }),
    { numRuns: 500 },
  );
}
