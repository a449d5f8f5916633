import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeFiles } from '../scripts/describe-files.ts';

test('ARCHITECTURE.md lists every file as the file describes itself (else: npm run architecture)', () => {
  expect(readFileSync('ARCHITECTURE.md', 'utf8')).toBe(describeFiles());
});
