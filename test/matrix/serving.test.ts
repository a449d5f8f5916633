/** Rows of the mutation matrix: defects on the way of a request. */
import { testEachRow } from './each-row.ts';
import { SERVING_CASES } from './serving-cases.ts';

testEachRow(SERVING_CASES);
