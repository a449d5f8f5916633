/** The fault matrix, one of three files that run side by side: the target. */
import { TARGET_CASES } from './target-cases.ts';
import { testRows } from './test-rows.ts';

testRows(TARGET_CASES);
