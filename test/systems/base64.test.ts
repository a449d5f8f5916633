import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../../src/systems/base64.ts';

// RFC 4648, section 10.
test.each([
  ['', ''],
  ['Zg==', 'f'],
  ['Zm8=', 'fo'],
  ['Zm9v', 'foo'],
  ['Zm9vYg==', 'foob'],
  ['Zm9vYmE=', 'fooba'],
  ['Zm9vYmFy', 'foobar'],
])('%j is %j', (encoded, text) => {
  expect(decodeBase64(encoded)).toBe(text);
});

test('any bytes come out as they went in', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const encoded = Buffer.from(bytes).toString('base64');
      expect(decodeBase64(encoded)).toBe(Buffer.from(bytes).toString('latin1'));
    }),
  );
});

describe('what is no digit is passed over', () => {
  test.each(['Zm9v\nYmFy', 'Zm9v YmFy', 'Zm9v\u20acYmFy', '=Zm9vYmFy='])('%j', (encoded) => {
    expect(decodeBase64(encoded)).toBe('foobar');
  });
});
