/** docs/verification.md is what the matrix gives; each row itself is run where its cases are. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { FINDING_CODES } from './finding-codes.ts';
import { expectedOf } from './matrix-case.ts';
import { verificationTable, withTable } from './verification-table.ts';

const document = readFileSync('docs/verification.md', 'utf8');

test('docs/verification.md shows every row with its outcome (`npm run verification` writes it)', async () => {
  const table = await verificationTable(async (row) => expectedOf(row));
  expect(document).toBe(withTable(document, table));
});

test('every kind of finding has a row that brings it about', () => {
  const found = CASES.flatMap(({ problem, notes = [] }) => [problem, ...notes]);
  expect(FINDING_CODES.filter((code) => !found.includes(code))).toEqual([]);
});
