/** Rows of the mutation matrix: defects of what measures. */
import { testEachRow } from './each-row.ts';
import { MEASURING_CASES } from './measuring-cases.ts';

testEachRow(MEASURING_CASES);
