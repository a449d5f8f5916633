/** The table of the fault matrix in the docs. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reliabilityTable, withTable } from './reliability-table.ts';
import { TESTED_ELSEWHERE } from './tested-elsewhere.ts';

test.each(TESTED_ELSEWHERE)('$fault ($injected): a test of $file', ({ file, title }) => {
  expect(readFileSync(file, 'utf8')).toContain(`'${title}'`);
});

test('docs/reliability.md shows every row and its expected result (if not: node scripts/write-reliability.ts)', () => {
  const document = readFileSync('docs/reliability.md', 'utf8');
  expect(document).toBe(withTable(document, reliabilityTable()));
});
