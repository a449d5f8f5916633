/** Rows of the mutation matrix: defects of one instance among several. */
import { testEachRow } from './each-row.ts';
import { INSTANCE_CASES } from './instance-cases.ts';

testEachRow(INSTANCE_CASES);
