/** Runs the mutation matrix and writes its results into docs/verification.md, with the date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { scaleproofVersion } from '../src/record/versions.ts';
import { observe } from '../test/matrix/matrix-case.ts';
import { verificationTable, withTable } from '../test/matrix/verification-table.ts';

const FILE = 'docs/verification.md';

const table = await verificationTable(observe);
const day = new Date().toISOString().slice(0, 10);
const observed = `Observed on ${day} with Scaleproof ${scaleproofVersion()} on Node ${process.versions.node}.`;
writeFileSync(FILE, withTable(readFileSync(FILE, 'utf8'), `${observed}\n\n${table}`));
console.log(FILE);
