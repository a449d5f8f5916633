/** Runs the mutation matrix and writes its table into docs/verification.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { observe } from '../test/matrix/matrix-case.ts';
import { verificationTable, withTable } from '../test/matrix/verification-table.ts';

const FILE = 'docs/verification.md';

const table = await verificationTable(async (row) => (await observe(row.run)).observed);
writeFileSync(FILE, withTable(readFileSync(FILE, 'utf8'), table));
console.log(FILE);
