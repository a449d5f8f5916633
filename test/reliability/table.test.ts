/** The table of the fault matrix in the docs. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reliabilityTable, withTable } from './reliability-table.ts';
import { TESTED_ELSEWHERE } from './tested-elsewhere.ts';

test.each(TESTED_ELSEWHERE)('$fault ($injected): a test of $file', ({ file, title }) => {
  expect(readFileSync(file, 'utf8')).toContain(`'${title}'`);
});

test('docs/reliability.md shows what the matrix gives (else: node scripts/write-reliability.ts)', async () => {
  const document = readFileSync('docs/reliability.md', 'utf8');
  // That each row gives what it expects is what the tests of the rows hold.
  const table = await reliabilityTable({
    here: async (row) => row.expected,
    elsewhere: () => true,
  });
  expect(document).toBe(withTable(document, table));
});
