/** docs/verification.md has every row; that a row is what a run gives is tested where its cases are. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { FINDING_CODES } from './finding-codes.ts';
import { beginningOf, tableIn } from './verification-table.ts';

const table = tableIn(readFileSync('docs/verification.md', 'utf8'));

test('docs/verification.md has each row once, in order (`npm run verification` writes it)', () => {
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  expect(rows).toHaveLength(CASES.length);
  for (const [index, row] of CASES.entries()) expect(rows[index]).toContain(beginningOf(row));
});

test('docs/verification.md says when its rows were observed, and with what', () => {
  expect(table).toMatch(/\nObserved on \d{4}-\d{2}-\d{2} with Scaleproof \d+\.\d+\.\d+ on Node /);
});

test('every kind of finding has a row that brings it about', () => {
  const found = CASES.flatMap(({ problem, notes = [] }) => [problem, ...notes]);
  expect(FINDING_CODES.filter((code) => !found.includes(code))).toEqual([]);
});
