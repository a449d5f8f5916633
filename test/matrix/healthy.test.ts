/** The healthy runs that every row of the mutation matrix is held against. */
import { testEachRow } from './each-row.ts';
import { HEALTHY_CASES } from './healthy-cases.ts';

testEachRow(HEALTHY_CASES);
