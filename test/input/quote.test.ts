import { expect, test } from 'vitest';
import { quoted, shown, withoutUrlSecrets } from '../../src/input/quote.ts';

test.each([
  ['https://api.example.com/predict', 'https://api.example.com/predict'],
  ['https://me:hush@api.example.com', 'https://(redacted)@api.example.com'],
  ['https://hush@api.example.com', '(redacted)@api.example.com'],
  ['http://me:h@u/s:h@host', 'http://(redacted)@host'],
  ['me:hush@host', '(redacted)@host'],
  ['https://host/?key=hush#hush', 'https://host/?(redacted)'],
  ['from https://me:hush@host to', 'from https://(redacted)@host to'],
  ['someone@example.com', 'someone@example.com'],
])('%s is shown as %s', (text, expected) => {
  expect(withoutUrlSecrets(text)).toBe(expected);
});

test('a value stays on one line and within bounds', () => {
  expect(shown('a\nb\u001b[2Jc')).toBe('a b [2Jc');
  expect(quoted('x'.repeat(1_000))).toHaveLength(123);
});
