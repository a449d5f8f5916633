/** The fault matrix, one of three files that run side by side: processes and the disk. */
import { DISK_CASES } from './disk-cases.ts';
import { PROCESS_CASES } from './process-cases.ts';
import { TWO_RUNS } from './same-directory-case.ts';
import { testRows } from './test-rows.ts';

testRows([...PROCESS_CASES, TWO_RUNS, ...DISK_CASES]);
