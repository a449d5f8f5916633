/** The mutation matrix: each defect alone gives exactly its finding, and a healthy run gives none. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFECT_CASES, HEALTHY_CASES } from './cases.ts';
import { expectedOf, type MatrixCase, observe } from './matrix-case.ts';
import { verificationTable, withTable } from './verification-table.ts';

/** Each case is run once, whichever test asks first. */
const known = new Map<MatrixCase, ReturnType<typeof observe>>();

function outcomeOf(row: MatrixCase): ReturnType<typeof observe> {
  const outcome = known.get(row) ?? observe(row.run);
  known.set(row, outcome);
  return outcome;
}

test.each(HEALTHY_CASES)('a healthy run passes and nothing is found ($injected)', async (row) => {
  const { observed } = await outcomeOf(row);
  expect(observed).toEqual(expectedOf(row));
});

test.each(DEFECT_CASES)(
  '$defect: the one expected finding, no other, no other failure ($injected)',
  async (row) => {
    const { observed, verdict } = await outcomeOf(row);
    expect(observed).toEqual(expectedOf(row));
    for (const { code, evidence } of verdict.findings) {
      expect(evidence, `${code} names no line that shows it`).not.toEqual([]);
    }
  },
);

test('docs/verification.md shows what the matrix gives (scripts/write-verification.ts writes it)', async () => {
  const document = readFileSync('docs/verification.md', 'utf8');
  const table = await verificationTable(async (row) => (await outcomeOf(row)).observed);
  expect(document).toBe(withTable(document, table));
}, 180_000);
