/** The fault matrix: what breaks is named, and nothing that was measured is lost. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { observe } from './observe.ts';
import type { Outcome, ReliabilityCase } from './reliability-case.ts';
import { reliabilityTable, withTable } from './reliability-table.ts';
import { canMount } from './small-disk.ts';
import { TESTED_ELSEWHERE } from './tested-elsewhere.ts';

const mounts = canMount();
const possible = CASES.filter(({ needsMount }) => mounts || !needsMount);
const impossible = CASES.filter((row) => !possible.includes(row));

const known = new Map<ReliabilityCase, Promise<Outcome>>();

/** Each row is run once, whichever test asks first; one that cannot be run here is taken as it is. */
function outcomeOf(row: ReliabilityCase): Promise<Outcome> {
  if (impossible.includes(row)) return Promise.resolve(row.expected);
  const outcome = known.get(row) ?? observe(row);
  known.set(row, outcome);
  return outcome;
}

describe.concurrent('when things break', () => {
  test.each(possible)(
    '$fault ($injected)',
    async (row) => {
      expect(await outcomeOf(row)).toEqual(row.expected);
    },
    120_000,
  );

  test.skip.each(impossible)('$fault ($injected): needs the right to mount', () => {});
});

test.each(TESTED_ELSEWHERE)('$fault ($injected): a test of $file', ({ file, title }) => {
  expect(readFileSync(file, 'utf8')).toContain(`'${title}'`);
});

test('docs/reliability.md shows what the matrix gives (scripts/write-reliability.ts writes it)', async () => {
  const document = readFileSync('docs/reliability.md', 'utf8');
  const table = await reliabilityTable({ here: outcomeOf, elsewhere: () => true });
  expect(document).toBe(withTable(document, table));
}, 600_000);
