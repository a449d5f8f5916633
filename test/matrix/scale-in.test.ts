/** Rows of the mutation matrix: defects of the way back. */
import { testEachRow } from './each-row.ts';
import { SCALE_IN_CASES } from './scale-in-cases.ts';

testEachRow(SCALE_IN_CASES);
