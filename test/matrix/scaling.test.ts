/** Rows of the mutation matrix: defects of what scales the instances out. */
import { testEachRow } from './each-row.ts';
import { SCALING_CASES } from './scaling-cases.ts';

testEachRow(SCALING_CASES);
