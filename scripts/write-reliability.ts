/** Writes the fault matrix's table into docs/reliability.md, from the rows that the tests run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { reliabilityTable, withTable } from '../test/reliability/reliability-table.ts';

const FILE = 'docs/reliability.md';

writeFileSync(FILE, withTable(readFileSync(FILE, 'utf8'), reliabilityTable()));
console.log(FILE);
