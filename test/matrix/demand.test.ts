/** Rows of the mutation matrix: what the load asks for under the policy. */
import { DEMAND_CASES } from './demand-cases.ts';
import { testEachRow } from './each-row.ts';

testEachRow(DEMAND_CASES);
