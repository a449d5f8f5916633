/** Where workers run, as `--on` names it. */
import type { WorkerPlatform } from '../record/distribution.ts';

/** Again here: the record's own list comes with its schema, for which help should not wait. */
const NAMES: Readonly<Record<WorkerPlatform, true>> = {
  'k6-operator': true,
  fargate: true,
  lambda: true,
  processes: true,
};

export const PLATFORMS = Object.keys(NAMES);
