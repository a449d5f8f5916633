/** The mutation matrix: every row, in the order of the table. */
import { DEMAND_CASES } from './demand-cases.ts';
import { HEALTHY_CASES } from './healthy-cases.ts';
import { INSTANCE_CASES } from './instance-cases.ts';
import type { MatrixCase } from './matrix-case.ts';
import { MEASURING_CASES } from './measuring-cases.ts';
import { SCALE_IN_CASES } from './scale-in-cases.ts';
import { SCALING_CASES } from './scaling-cases.ts';
import { SERVING_CASES } from './serving-cases.ts';
import { SINCE_2026_CASES } from './since-2026-cases.ts';

export const CASES: readonly MatrixCase[] = [
  ...HEALTHY_CASES,
  ...SCALING_CASES,
  ...DEMAND_CASES,
  ...SCALE_IN_CASES,
  ...SERVING_CASES,
  ...INSTANCE_CASES,
  ...SINCE_2026_CASES,
  ...MEASURING_CASES,
];
