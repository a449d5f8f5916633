import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellWord } from '../../src/format/shell-word.ts';

it.each([
  ['wine', 'wine'],
  ['scaleproof.standIn.policy.maxCapacity=1', 'scaleproof.standIn.policy.maxCapacity=1'],
  ['', "''"],
  ['a b', "'a b'"],
  ["it's", "'it'\\''s'"],
  ['$HOME `id` "x" \\', '\'$HOME `id` "x" \\\''],
  ['*.yml', "'*.yml'"],
  // Some shells read the word after it as a command's path.
  ['=ls', "'=ls'"],
  ['~', "'~'"],
])('writes %j as a shell reads it', (text, expected) => {
  expect(shellWord(text)).toBe(expected);
});

it('means the same to a shell', () => {
  const words = fc.array(
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
    {
      minLength: 20,
      maxLength: 50,
    },
  );
  fc.assert(
    fc.property(words, (texts) => {
      const line = `printf '%s\\0' ${texts.map(shellWord).join(' ')}`;
      const out = execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8' });
      expect(out.split('\0').slice(0, -1)).toEqual(texts);
    }),
    { numRuns: 10 },
  );
});
