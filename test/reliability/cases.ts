/** All rows of the fault matrix that are run here, in the order of the table. */
import { AWS_CASES } from './aws-cases.ts';
import { DISK_CASES } from './disk-cases.ts';
import { PROCESS_CASES } from './process-cases.ts';
import type { ReliabilityCase } from './reliability-case.ts';
import { TWO_RUNS } from './same-directory-case.ts';
import { TARGET_CASES } from './target-cases.ts';

export const CASES: readonly ReliabilityCase[] = [
  ...AWS_CASES,
  ...TARGET_CASES,
  ...PROCESS_CASES,
  TWO_RUNS,
  ...DISK_CASES,
];
