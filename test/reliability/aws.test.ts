/** The fault matrix, one of three files that run side by side: AWS. */
import { AWS_CASES } from './aws-cases.ts';
import { testRows } from './test-rows.ts';

testRows(AWS_CASES);
